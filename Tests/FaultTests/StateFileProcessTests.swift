import LiteLLMSimulator
import TestSupport
import TestTraits
import Testing

/// The program itself, where its state file is not what it should be, or not its own.
@Suite("An exporter whose state file cannot be used", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(10)))
struct StateFileProcessTests {
    /// Becomes the program, with the same environment.
    private static let launcher = ["env"]

    @Test("One that is no state file is set aside as it was, which is said once, and another is begun")
    func setAside() async throws {
        try await SimulatedLiteLLM.with { litellm in
            try await ScratchFolder.with { folder in
                let file = try folder.write("state.db", String(repeating: "no state file\n", count: 1000))
                let arguments = ["--state-file=\(file)"]
                let outcome = try await ExporterProcess.with(Self.launcher, reading: litellm.url, arguments) {
                    exporter in
                    try await exporter.page(where: "LiteLLM's numbers, and a state") { page in
                        guard page.value("litellm_budget_exporter_state_up") == 1 else { return false }
                        return await litellm.isTold(by: page)
                    }
                }
                #expect(outcome.status == 0, "\(outcome.output)")
                let lines = outcome.output.split(separator: "\n").filter { $0.contains("cannot be used") }
                #expect(lines.count == 1 && lines[0].contains("it was renamed to \(file)"), "\(outcome.output)")
            }
        }
    }

    @Test("One that another process holds is waited for; then numbers are told without it, and it stays the other's")
    func held() async throws {
        try await SimulatedLiteLLM.with { litellm in
            try await ScratchFolder.with { folder in
                let arguments = ["--state-file=\(folder.path("state.db"))"]
                try await ExporterProcess.with(Self.launcher, reading: litellm.url, arguments) { holder in
                    try await holder.page(where: "a state") { $0.value("litellm_budget_exporter_state_up") == 1 }
                    let outcome = try await ExporterProcess.with(Self.launcher, reading: litellm.url, arguments) {
                        exporter in
                        try await exporter.child.line(containing: "no state is kept")
                        try await exporter.page(where: "LiteLLM's numbers without a state") { page in
                            guard page.value("litellm_budget_exporter_state_up") == 0 else { return false }
                            return await litellm.isTold(by: page)
                        }
                    }
                    #expect(outcome.status == 0, "\(outcome.output)")
                    let lines = outcome.output.split(separator: "\n").filter {
                        $0.contains("is locked by another process")
                    }
                    #expect(lines.count == 2, "\(outcome.output)")
                    await litellm.spendOneDollarEach()
                    try await holder.page(where: "the other's numbers and its state") { page in
                        guard page.value("litellm_budget_exporter_state_up") == 1 else { return false }
                        return await litellm.isTold(by: page)
                    }
                }
            }
        }
    }
}
