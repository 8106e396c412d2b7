import TestSupport
import TestTraits
import Testing
import Threading

/// Somebody sets this machine's clock.
@Suite("A wall clock that jumps", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(10)))
struct ClockFaultTests {
    @Test(
        "No number changes by it, no reset is seen, nothing is said, and the skew tells",
        arguments: [1, 24, -1, -24, 24 * 3660, -24 * 3660])
    func jump(hours: Int) async throws {
        try await ExporterBehindFaults.with { exporter in
            let before = try await exporter.truePage()
            let said = exporter.log.lines.count
            var skew = Duration.zero
            for jump in [Duration.seconds(3600 * hours), .seconds(-3600 * hours)] {
                let numbers = try await exporter.truePage().numbers
                exporter.time.shiftWallClock(by: jump)
                skew += jump
                let goal = try await exporter.truePage().sweeps("teams", "complete") + 4
                let during = try await exporter.page(
                    where: "four further sweeps", look: { $0.expectNothingBut(numbers) }
                ) { page in
                    ExpositionPage.sources.allSatisfy { page.sweeps($0, "complete") >= goal }
                }
                #expect(during.numbers == numbers)
                let told = try #require(during.value("litellm_budget_exporter_clock_skew_seconds"))
                // Both clocks are this machine's: what they differ by besides is how long an answer took.
                #expect(abs(told - skew.seconds) < 60)
                await exporter.litellm.spendOneDollarEach()
                try await exporter.truePage()
            }
            let after = try await exporter.truePage()
            after.expectTotals(of: before, plus: 2)
            #expect(exporter.lines(from: said) == [])
        }
    }
}
