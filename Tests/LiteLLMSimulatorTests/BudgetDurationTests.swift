import Testing

@testable import LiteLLMSimulator

@Suite struct BudgetDurationTests {
    /// What LiteLLM 1.106.2 computed on Saturday 2026-11-21 at 10:20:30 UTC.
    @Test(arguments: [
        ("1h", "2026-11-21T11:00:00Z"), ("hourly", "2026-11-21T11:00:00Z"), ("24h", "2026-11-22T00:00:00Z"),
        ("daily", "2026-11-22T00:00:00Z"), ("48h", "2026-11-22T00:00:00Z"), ("72h", "2026-11-22T00:00:00Z"),
        ("5h", "2026-11-21T15:00:00Z"), ("1d", "2026-11-22T00:00:00Z"), ("7d", "2026-11-23T00:00:00Z"),
        ("1w", "2026-11-23T00:00:00Z"), ("weekly", "2026-11-23T00:00:00Z"), ("30d", "2026-12-01T00:00:00Z"),
        ("1mo", "2026-12-01T00:00:00Z"), ("monthly", "2026-12-01T00:00:00Z"), ("2d", "2026-11-23T00:00:00Z"),
        ("14d", "2026-12-05T00:00:00Z"), ("31d", "2026-12-22T00:00:00Z"), ("2w", "2026-12-05T00:00:00Z"),
        ("4w", "2026-12-19T00:00:00Z"), ("30days", "2026-11-22T00:00:00Z"), ("15m", "2026-11-21T10:30:00Z"),
        ("10s", "2026-11-21T10:20:40Z"),
    ])
    func nextReset(_ duration: String, expected: String) {
        #expect(DateText(BudgetDuration.nextReset(duration, after: start))?.text == expected)
    }

    @Test(arguments: [
        ("1h", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"), ("30d", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"),
        ("30d", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"), ("7d", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"),
        ("1d", "2028-02-28T12:00:00Z", "2028-02-29T00:00:00Z"), ("30s", "2026-11-21T23:59:45Z", "2026-11-22T00:00:00Z"),
    ])
    func nextResetAtABoundary(_ duration: String, from: String, expected: String) throws {
        let time = try #require(JSONTree.string(from).time)
        #expect(DateText(BudgetDuration.nextReset(duration, after: time))?.text == expected)
    }
}
