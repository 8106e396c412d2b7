import FoundationEssentials
import Subprocess
import Threading

/// A program that a test starts.
struct Program: Sendable {
    /// How a program ended, and what it had printed.
    struct Outcome: Sendable {
        /// As a shell has it: the exit status, or 128 and the number of the signal that ended it.
        var status: Int32
        var output: String
        var errors: String
    }

    /// A path, or a name to be looked up.
    var name: String
    var arguments: [String] = []
    /// Added to ``Program/plainEnvironment``; nothing else of this process's own is inherited.
    var environment: [String: String] = [:]

    /// What programs need to be found and to speak one language.
    private static let plainEnvironment: [String: String] = {
        let own = ProcessInfo.processInfo.environment
        var plain = ["PATH": (own["PATH"] ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin", "LC_ALL": "C.UTF-8"]
        for name in ["HOME", "TMPDIR", "LD_LIBRARY_PATH", "PIP_INDEX_URL", "PIP_CONFIG_FILE"] {
            plain[name] = own[name]
        }
        return plain
    }()

    static func isInstalled(_ name: String) -> Bool {
        (plainEnvironment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// Runs it to its end.
    func run(input: String = "") async throws -> Outcome {
        let result = try await Subprocess.run(
            executable, arguments: fullArguments, environment: fullEnvironment, platformOptions: Self.options,
            input: .string(input), output: .string(limit: 64 << 20), error: .string(limit: 64 << 20))
        return Outcome(
            status: result.terminationStatus.shellStatus, output: result.standardOutput,
            errors: result.standardError)
    }

    /// Runs it to its end without an eye on its streams, which a program that it leaves behind may hold open.
    func runUnheard() async throws -> Int32 {
        let result = try await Subprocess.run(
            executable, arguments: fullArguments, environment: fullEnvironment, platformOptions: Self.options,
            input: .none, output: .discarded, error: .discarded)
        return result.terminationStatus.shellStatus
    }

    /// Starts it and runs `body`; then ends it, by SIGTERM and 12 s later by SIGKILL, whatever became of `body`.
    @discardableResult
    func whileRunning<Result: Sendable>(
        _ body: (RunningProgram) async throws -> Result
    ) async throws -> (result: Result, outcome: Outcome) {
        let execution = try await Subprocess.run(
            executable, arguments: fullArguments, environment: fullEnvironment, platformOptions: Self.options,
            input: .none, output: .sequence, error: .sequence
        ) { execution in
            let program = RunningProgram(pid: execution.processIdentifier.value)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await program.collect(execution.standardOutput, of: .output) }
                group.addTask { try await program.collect(execution.standardError, of: .errors) }
                let outcome: Swift.Result<Result, any Error>
                do { outcome = .success(try await body(program)) } catch { outcome = .failure(error) }
                await execution.teardown(using: Self.teardown)
                try await group.waitForAll()
                return (try outcome.get(), program)
            }
        }
        let (result, program) = execution.closureResult
        let status = execution.terminationStatus.shellStatus
        return (result, Outcome(status: status, output: program.output, errors: program.errors))
    }

    private static let teardown: [TeardownStep] = [.gracefulShutDown(allowedDurationToNextStep: .seconds(12))]

    private static var options: PlatformOptions {
        var options = PlatformOptions()
        options.teardownSequence = teardown
        return options
    }

    // A path would have to be a FilePath of another package; `env` becomes the program, with the same pid.
    private var executable: Executable { .name("env") }
    private var fullArguments: Arguments { Arguments([name] + arguments) }

    private var fullEnvironment: Environment {
        let variables = Self.plainEnvironment.merging(environment) { _, own in own }
        return .custom(
            Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0.key), $0.value) }))
    }
}

/// A program while it runs.
final class RunningProgram: Sendable {
    fileprivate enum Stream: CaseIterable {
        case output
        case errors
    }

    private struct Printed {
        var bytes: [Stream: [UInt8]] = [:]
        var openStreams = Set(Stream.allCases)
    }

    let pid: Int32
    private let printed = Locked(Printed())

    fileprivate init(pid: Int32) {
        self.pid = pid
    }

    /// What it has printed so far.
    var output: String { text(of: .output) }
    var errors: String { text(of: .errors) }

    /// Whether it has closed its streams, as programs do when they end.
    var hasEnded: Bool { printed.withLock { $0.openStreams.isEmpty } }

    private func text(of stream: Stream) -> String {
        printed.withLock { String(decoding: $0.bytes[stream] ?? [], as: UTF8.self) }
    }

    fileprivate func collect(_ chunks: SubprocessOutputSequence, of stream: Stream) async throws {
        defer { printed.withLock { _ = $0.openStreams.remove(stream) } }
        for try await chunk in chunks {
            let bytes = chunk.withUnsafeBytes { Array($0) }
            printed.withLock { $0.bytes[stream, default: []] += bytes }
        }
    }
}

extension TerminationStatus {
    fileprivate var shellStatus: Int32 {
        switch self {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}

extension Program {
    /// A program of this package, as it was built with the tests.
    init(ours name: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder = tests.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        self.init(name: "\(folder)/\(name)", arguments: arguments, environment: environment)
    }

    static func exporter(_ arguments: [String], environment: [String: String] = [:]) throws -> Program {
        // Without a state that tests would share, but for those that are about it.
        let stateless = ["LITELLM_BUDGET_EXPORTER_STATE_FILE": "off"]
        return try Program(
            ours: "litellm-budget-exporter", arguments, environment: stateless.merging(environment) { $1 })
    }
}
