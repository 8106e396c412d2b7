import FoundationEssentials

/// A Python that has packages which a test needs.
public struct PythonEnvironment: Sendable {
    public let python: String

    /// The Python that a variable names, else one of its own that is made at the first run and kept beside what the build makes.
    /// Nil, and a line that says so, where neither goes. Tests that share a name must not run at the same time.
    ///
    /// - Parameters:
    ///   - name: What is not tested without it; also the name of its folder.
    ///   - packages: As pip takes them, with their versions.
    public static func find(
        for name: String, packages: [String], givenBy variable: String
    ) async throws -> PythonEnvironment? {
        let given = ProcessInfo.processInfo.environment[variable] ?? ""
        if !given.isEmpty { return PythonEnvironment(python: given) }
        let folder = GeneratedDocument(".build/python/\(name.replacing(" ", with: "-"))").path
        let python = "\(folder)/bin/python"
        func skip(_ reason: String) -> PythonEnvironment? {
            print("SKIPPED \(name): \(reason)")
            return nil
        }
        if !FileManager.default.isExecutableFile(atPath: python) {
            guard ChildProcess.isInstalled("python3"),
                try await ChildProcess.run("python3", ["-m", "venv", folder]).status == 0
            else { return skip("python3 cannot make a virtual environment") }
        }
        // Nothing is asked of the network where they are there already.
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        guard try await ChildProcess.run(python, pip + packages).status == 0 else {
            let wanted = packages.joined(separator: ", ")
            return skip("pip cannot install \(wanted); name a python that has it in \(variable)")
        }
        return PythonEnvironment(python: python)
    }

    /// Runs a module of a package to its end.
    public func run(_ module: String, _ arguments: [String]) async throws -> ChildProcess.Outcome {
        try await ChildProcess.run(python, ["-m", module] + arguments)
    }
}
