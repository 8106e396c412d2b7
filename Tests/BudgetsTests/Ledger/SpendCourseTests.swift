import Budgets
import Testing
import Threading

@Suite("The course of a period") struct SpendCourseTests {
    @Test("is empty before the first look, and one point after it")
    func beginning() {
        var watched = WatchedAccount()
        #expect(watched.ledger.course(at: watched.moment(0)) == [])
        watched.look(10, spend: 3)
        #expect(watched.ledger.course(at: watched.moment(40)) == [SpendPoint(time: WatchedAccount.date(10), spend: 3)])
    }

    @Test("goes from look to look, with one point for a time without change")
    func points() {
        var watched = WatchedAccount()
        for (second, spend) in [(0.0, 5.0), (60, 5), (120, 5), (180, 7), (240, 8)] {
            watched.look(second, spend: spend)
        }
        #expect(
            watched.ledger.course(at: watched.moment(300)) == [
                SpendPoint(time: WatchedAccount.date(0), spend: 5),
                SpendPoint(time: WatchedAccount.date(120), spend: 5),
                SpendPoint(time: WatchedAccount.date(180), spend: 7),
                SpendPoint(time: WatchedAccount.date(240), spend: 8),
            ])
    }

    @Test("begins with the last reset that was seen", arguments: [0.0, 1.5])
    func reset(left: Double) {
        var watched = WatchedAccount(limit: .limited(100), resetsAt: 100)
        watched.look(0, spend: 40)
        watched.look(60, spend: 50)
        watched.look(120, spend: left) { $0.budget.resetsAt = WatchedAccount.date(1000) }
        watched.look(180, spend: left + 2)
        let course = watched.ledger.course(at: watched.moment(200))
        #expect(course.map(\.time) == [120, 180].map(WatchedAccount.date))
        #expect(course.map(\.spend) == [USD(left), USD(left + 2)])
    }

    @Test("is that of LiteLLM's clock, and outlives a restart")
    func restart() {
        var watched = WatchedAccount()
        watched.look(0, spend: 1)
        watched.look(60, spend: 2)
        let before = watched.ledger.course(at: watched.moment(60))
        watched.restart(90)
        #expect(watched.ledger.course(at: watched.moment(90)) == before)
    }
}
