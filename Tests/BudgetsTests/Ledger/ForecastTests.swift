import Budgets
import Testing
import Threading

@Suite struct ForecastTests {
    private static let day = 86_400.0

    /// Ten minutes at a dollar in ten seconds, 40 dollars spent before.
    private func watched(limit: Budget.Limit, resetsAt: Double? = nil, rate: Double = 0.1) -> WatchedAccount {
        var watched = WatchedAccount(limit: limit, resetsAt: resetsAt)
        for time in stride(from: 0.0, through: 600, by: 30) { watched.look(time, spend: 40 + time * rate) }
        return watched
    }

    private func outlook(_ watched: WatchedAccount, at time: Double = 600) throws -> Outlook {
        let history = try #require(watched.history(time))
        #expect(history.outlooks.map(\.window.label) == ["5m"])
        return history.outlooks[0]
    }

    private func expect(
        _ outlook: Outlook, exhaustsAt: Double?, beforeReset: Bool?, projected: Double?,
        _ location: SourceLocation = #_sourceLocation
    ) {
        func isNear(_ left: Double?, _ right: Double?) -> Bool {
            guard let left, let right else { return left == nil && right == nil }
            return abs(left - right) < 1e-3
        }
        let exhaustion = outlook.exhaustsAt.map { $0.unixSeconds - WatchedAccount.start }
        #expect(isNear(exhaustion, exhaustsAt), "exhausts at \(exhaustion ?? .nan)", sourceLocation: location)
        #expect(outlook.exhaustsBeforeReset == beforeReset, sourceLocation: location)
        #expect(isNear(outlook.projectedSpend?.amount, projected), sourceLocation: location)
    }

    @Test("a limit is reached at the window's rate, before the reset or after it")
    func goesStraightOn() throws {
        // 100 dollars spent at 600 s; 50 left are 500 s.
        expect(
            try outlook(watched(limit: .limited(150), resetsAt: 2000)), exhaustsAt: 1100, beforeReset: true,
            projected: 240)
        expect(
            try outlook(watched(limit: .limited(150), resetsAt: 1000)), exhaustsAt: 1100, beforeReset: false,
            projected: 140)
        expect(
            try outlook(watched(limit: .limited(150), resetsAt: 1100)), exhaustsAt: 1100, beforeReset: false,
            projected: 150)
    }

    @Test("without a reset date, or long after it, no reset is to come; one that is just late still is")
    func resetsMayBeMissing() throws {
        expect(try outlook(watched(limit: .limited(150))), exhaustsAt: 1100, beforeReset: true, projected: nil)
        expect(
            try outlook(watched(limit: .limited(150), resetsAt: -299)), exhaustsAt: 1100, beforeReset: false,
            projected: nil)
        expect(
            try outlook(watched(limit: .limited(150), resetsAt: -301)), exhaustsAt: 1100, beforeReset: true,
            projected: nil)
        var late = watched(limit: .limited(150), resetsAt: 600)
        expect(try outlook(late), exhaustsAt: 1100, beforeReset: false, projected: nil)
        late.wallError = 3600
        #expect(try outlook(late).exhaustsBeforeReset == true)
    }

    @Test("an unlimited account has a projection only, an unknown limit the same")
    func unlimited() throws {
        for limit in [Budget.Limit.unlimited, .unknown] {
            expect(
                try outlook(watched(limit: limit, resetsAt: 2000)), exhaustsAt: nil, beforeReset: nil, projected: 240)
        }
    }

    @Test("one that is exhausted has no exhaustion to come, a limit of zero included")
    func exhausted() throws {
        for limit in [100.0, 99, 0] {
            expect(
                try outlook(watched(limit: .limited(USD(limit)), resetsAt: 2000)), exhaustsAt: nil, beforeReset: nil,
                projected: 240)
        }
    }

    @Test("nothing spent exhausts nothing")
    func idle() throws {
        expect(
            try outlook(watched(limit: .limited(150), resetsAt: 2000, rate: 0)), exhaustsAt: nil, beforeReset: false,
            projected: 40)
    }

    @Test("an exhaustion further away than 366 days is none")
    func horizon() throws {
        let year = 366 * Self.day
        expect(
            try outlook(watched(limit: .limited(USD(100 + year / 10 - 1)))), exhaustsAt: 600 + year - 10,
            beforeReset: true, projected: nil)
        expect(
            try outlook(watched(limit: .limited(USD(100 + year / 10 + 1)))), exhaustsAt: nil, beforeReset: false,
            projected: nil)
        expect(try outlook(watched(limit: .limited(1e300))), exhaustsAt: nil, beforeReset: false, projected: nil)
        expect(
            try outlook(watched(limit: .limited(USD(.infinity)))), exhaustsAt: nil, beforeReset: false, projected: nil)
    }

    @Test("goes on from the newest look, whenever it is told")
    func isAsOfTheNewestLook() throws {
        let watched = watched(limit: .limited(150), resetsAt: 2000)
        #expect(try outlook(watched, at: 600).exhaustsAt == outlook(watched, at: 660).exhaustsAt)
        expect(try outlook(watched, at: 660), exhaustsAt: 1100, beforeReset: true, projected: 240)
    }

    @Test("level figures go by the spend and limit of the account, the rate over a reset by the counter")
    func followsTheAccount() throws {
        var watched = watched(limit: .limited(150), resetsAt: 615)
        #expect(watched.look(630, spend: 1.5) { $0.budget.resetsAt = WatchedAccount.date(9000) } == .scheduled)
        let outlook = try outlook(watched, at: 630)
        #expect(abs(outlook.ratePerSecond.amount - (27 + 1.5) / 300) < 1e-9)
        expect(
            outlook, exhaustsAt: 630 + 148.5 / (28.5 / 300), beforeReset: true, projected: 1.5 + 8370 * 28.5 / 300)
        watched.account.spend = nil
        expect(try self.outlook(watched, at: 630), exhaustsAt: nil, beforeReset: nil, projected: nil)
    }

    @Test("exhausted since the first look that found it so, until one finds it otherwise")
    func exhaustedSince() {
        var watched = WatchedAccount(limit: .limited(10))
        func since(_ time: Double) -> Double? {
            watched.history(time)?.exhaustedSince.map { $0.unixSeconds - WatchedAccount.start }
        }
        watched.look(0, spend: 9)
        #expect(since(0) == nil)
        watched.look(30, spend: 10)
        watched.look(60, spend: 12)
        #expect(since(60) == 30)
        watched.look(90, spend: 12) { $0.budget.limit = .unknown }
        #expect(since(90) == nil)
        watched.look(120, spend: nil) { $0.budget.limit = .limited(11) }
        watched.look(150, spend: 12)
        #expect(since(150) == 30)
        watched.look(180, spend: 12) { $0.budget.limit = .limited(20) }
        #expect(since(180) == nil)
        watched.look(210, spend: 12) { $0.budget.limit = .limited(0) }
        #expect(since(210) == 210)
        watched.look(240, spend: 12) { $0.budget.limit = .unlimited }
        watched.look(270, spend: 12) { $0.budget.limit = .limited(0) }
        #expect(since(270) == 270)
        watched.look(300, spend: 1) { $0.budget.limit = .limited(5) }
        #expect(since(300) == nil)
    }
}
