import Budgets
import Testing
import Threading

@Suite struct PeriodStartTests {
    private static let hour = 3600.0
    private static let day = 86_400.0

    private func start(_ watched: WatchedAccount) -> Double? {
        watched.history(0)?.periodStart.map { $0.unixSeconds - WatchedAccount.start }
    }

    @Test("a period begins with the last reset that was seen, whatever its cause")
    func resetsBeginPeriods() {
        var watched = WatchedAccount(limit: .limited(100), resetsAt: 60)
        watched.look(0, spend: 50)
        #expect(start(watched) == nil)
        watched.look(90, spend: 1) { $0.budget.resetsAt = WatchedAccount.date(5000) }
        #expect(start(watched) == 90)
        watched.look(120, spend: 0.5)
        #expect(start(watched) == 120)
        watched.look(5030, spend: 1) { $0.budget.resetsAt = WatchedAccount.date(9000) }
        #expect(start(watched) == 5030)
    }

    struct Case: Sendable {
        var duration: String?
        /// From creation, in hours.
        var resetAfter: Double?
        var spend = 5.0
        var total: Double?
        let isFirst: Bool
    }

    @Test(
        "before that it begins with the account where this must be its first",
        arguments: [
            Case(isFirst: true), Case(duration: "30d", isFirst: true),
            Case(duration: "30d", resetAfter: 600, isFirst: true),
            Case(duration: "30d", resetAfter: 28 * 24, isFirst: false),
            Case(duration: "1mo", resetAfter: 28 * 24 - 1, isFirst: true),
            Case(duration: "monthly", resetAfter: 29 * 24, isFirst: false),
            Case(duration: "7d", resetAfter: 7 * 24 - 1, isFirst: true),
            Case(duration: "7d", resetAfter: 7 * 24, isFirst: false),
            Case(duration: "2w", resetAfter: 14 * 24 - 1, isFirst: true),
            Case(duration: "48h", resetAfter: 23, isFirst: true),
            Case(duration: "48h", resetAfter: 30, isFirst: false),
            Case(duration: "1h", resetAfter: 0.9, isFirst: true), Case(duration: "5h", resetAfter: 1, isFirst: false),
            Case(duration: "30days", resetAfter: 1, isFirst: false),
            Case(duration: "0d", resetAfter: 1, isFirst: false),
            Case(duration: "99999999999999999999d", resetAfter: 1, isFirst: false),
            Case(duration: "", resetAfter: 1, isFirst: false), Case(resetAfter: 1, isFirst: false),
            Case(resetAfter: 9000, total: 5, isFirst: true), Case(resetAfter: 9000, total: 6, isFirst: false),
            Case(resetAfter: 9000, spend: 0, total: 0, isFirst: false),
        ])
    func creationBeginsTheFirst(example: Case) {
        let creation = -300.0
        var watched = WatchedAccount(
            duration: example.duration, resetsAt: example.resetAfter.map { creation + $0 * Self.hour })
        watched.look(0, spend: example.spend) { $0.totalSpend = example.total.map { USD($0) } }
        #expect(start(watched) == nil)
        watched.account.createdAt = WatchedAccount.date(creation)
        #expect(start(watched) == (example.isFirst ? creation : nil))
    }
}
