/// The project's simulated proxy as a process of its own.
struct Simulator: Sendable {
    /// Without a slash at the end.
    let url: String
    /// What may read everything in it.
    static let key = "sk-simulator-viewer"

    var environment: [String: String] { ["LITELLM_API_KEY": Self.key] }

    @discardableResult
    static func with<Result: Sendable>(_ body: (Simulator) async throws -> Result) async throws -> Result {
        let program = try Program(ours: "litellm-simulator", ["--address=127.0.0.1:0"])
        return try await program.whileRunning { program in
            let url = try await waitFor("the simulator's address", context: { program.errors }) {
                (program.output + program.errors).firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/).map { String($0.0) }
            }
            return try await body(Simulator(url: url))
        }.result
    }

    /// The exporter, told to watch it.
    func exporter(_ arguments: [String]) throws -> Program {
        try Program.exporter(arguments + ["--litellm.url=\(url)"], environment: environment)
    }

    /// Whether ``inject(_:)`` works here; if not, a line says so.
    static func canBeBroken(for test: String) -> Bool {
        guard Program.isInstalled("curl") else {
            skip(test, "curl is not installed")
            return false
        }
        return true
    }

    /// Lets something go wrong, as its control route understands it.
    func inject(_ fault: String) async throws {
        try await control(["--data-binary", fault])
    }

    func mend() async throws {
        try await control(["--request", "DELETE"])
    }

    private func control(_ arguments: [String]) async throws {
        let curl = Program(
            name: "curl",
            arguments: ["--silent", "--show-error", "--fail", "--noproxy", "*"] + arguments + [
                url + "/simulator/faults"
            ])
        let outcome = try await curl.run()
        guard outcome.status == 0 else { throw TookTooLong(description: "simulator: \(outcome.errors)") }
    }
}
