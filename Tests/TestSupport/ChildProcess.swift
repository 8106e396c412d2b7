import Glibc
import Subprocess
import Threading

/// A program that a test started, and what it has printed so far. It does not outlive the closure that uses it.
public final class ChildProcess: Sendable {
    public struct Outcome: Sendable {
        /// As a shell has it: the exit status, or 128 and the number of the signal that ended it.
        public let status: Int32
        /// Standard output and standard error, in the order in which they came.
        public let output: String
    }

    /// The program ended before it printed what was waited for.
    public struct EndedEarly: Error, CustomStringConvertible {
        public let wanted: String
        public let output: String
        public var description: String { "the program ended without printing \"\(wanted)\"; it printed:\n\(output)" }
    }

    private struct State {
        var lines: [String] = []
        var hasEnded = false
    }

    public let pid: Int32
    private let state = Locked(State())

    private init(pid: Int32) {
        self.pid = pid
    }

    /// Where programs are looked for: servers that only root starts are not in everybody's `PATH`.
    private static let searchPath = (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin") + ":/usr/sbin:/sbin"

    public static func isInstalled(_ program: String) -> Bool {
        searchPath.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
    }

    /// Starts a program and runs `body`; then ends it, by SIGTERM and, 5 s later, SIGKILL, whatever became of `body`.
    ///
    /// - Parameters:
    ///   - program: A path, or a name.
    ///   - environment: Added to this process's own.
    @discardableResult
    public static func with<Result: Sendable>(
        _ program: String, _ arguments: [String], environment: [String: String] = [:],
        _ body: @Sendable (ChildProcess) async throws -> Result
    ) async throws -> (result: Result, outcome: Outcome) {
        let teardown: [TeardownStep] = [.gracefulShutDown(allowedDurationToNextStep: .seconds(5))]
        var options = PlatformOptions()
        options.teardownSequence = teardown
        var variables: [Environment.Key: String?] = ["PATH": searchPath]
        for (name, value) in environment {
            variables[Environment.Key(stringLiteral: name)] = value
        }
        // A path would have to be a FilePath of another package; `env` becomes the program, with the same pid.
        let isPath = program.contains("/")
        let execution = try await Subprocess.run(
            .name(isPath ? "env" : program), arguments: Arguments((isPath ? [program] : []) + arguments),
            environment: .inherit.updating(variables), platformOptions: options,
            input: .none, output: .sequence, error: .combinedWithOutput
        ) { execution in
            let child = ChildProcess(pid: execution.processIdentifier.value)
            return try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await child.collect(execution.standardOutput) }
                do {
                    let result = try await body(child)
                    await execution.teardown(using: teardown)
                    // A grandchild may still hold the other end.
                    group.cancelAll()
                    return (result, child)
                } catch {
                    await execution.teardown(using: teardown)
                    group.cancelAll()
                    throw error
                }
            }
        }
        let (result, child) = execution.closureResult
        return (result, Outcome(status: execution.terminationStatus.shellStatus, output: child.output))
    }

    /// Runs a program to its end.
    public static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await with(program, arguments, environment: environment) { try await $0.ending() }.outcome
    }

    /// What it has printed so far.
    public var output: String {
        state.withLock { $0.lines.map { $0 + "\n" }.joined() }
    }

    /// Waits for a line that contains `text`, printed before or later.
    @discardableResult
    public func line(containing text: String) async throws -> String {
        while true {
            let (line, hasEnded) = state.withLock { state in
                (state.lines.first { $0.contains(text) }, state.hasEnded)
            }
            if let line { return line }
            guard !hasEnded else { throw EndedEarly(wanted: text, output: output) }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Waits until it has closed its output, as programs do when they end.
    public func ending() async throws {
        while !state.withLock({ $0.hasEnded }) {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func collect(_ output: SubprocessOutputSequence) async throws {
        defer { state.withLock { $0.hasEnded = true } }
        for try await line in output.strings() {
            state.withLock { $0.lines.append(line) }
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
