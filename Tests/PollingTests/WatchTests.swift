import Budgets
import LiteLLMAdmin
import Testing
import Threading

@testable import Polling

@Suite struct WatchTests {
    private let noon = Timestamp(unixSeconds: 1_795_219_200)

    private func at(_ seconds: Int) -> Uptime { Uptime(sinceOrigin: .seconds(seconds)) }

    private func team(_ id: String, limit: Budget.Limit = .limited(10), spend: USD? = 1) -> Account {
        Account(id: .team(id), budget: Budget(limit: limit), spend: spend)
    }

    private func sweep(
        _ accounts: [Account], of source: SourceID = .teams, from start: Int, to end: Int,
        outcome: Sweep.Outcome = .complete, absence: Sweep.Absence = .isVerified
    ) -> Sweep {
        var sweep = Sweep(source, absence: absence, startedAt: at(start))
        sweep.observations = accounts.map { Observation($0, at: at(end)) }
        sweep.outcome = outcome
        if case .failed(let error) = outcome { sweep.errors = [error] }
        return sweep
    }

    private func finish(_ watch: Watch, _ sweep: Sweep, at seconds: Int) async -> [AccountID] {
        await watch.finish(sweep, at: at(seconds), noon + .seconds(seconds)).unseen
    }

    private func teams(_ watch: Watch, at seconds: Int) async -> [String] {
        await watch.report(at: at(seconds), noon + .seconds(seconds)).accounts(.team).map(\.id.text)
    }

    private static let outage = AdminError(
        .teamList, .databaseUnavailable, status: 503, explanation: "no database")

    @Test("an account that a complete sweep lacks is doubted, and removed only when it is found gone")
    func removesOnlyWhatIsGone() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        let unseen = await finish(watch, sweep([team("a")], from: 30, to: 31), at: 31)
        #expect(unseen == [.team("b")])
        #expect(await teams(watch, at: 32) == ["a", "b"])
        _ = await watch.settle([(.team("b"), Verdict(.unknown))])
        #expect(await teams(watch, at: 33) == ["a", "b"])
        _ = await watch.settle([(.team("b"), Verdict(.gone))])
        #expect(await teams(watch, at: 34) == ["a"])
    }

    @Test("a sweep that was not complete casts no doubt", arguments: [Sweep.Outcome.incomplete, .failed(outage)])
    func doubtsNothingAfterAPartOfASweep(outcome: Sweep.Outcome) async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        #expect(await finish(watch, sweep([team("a")], from: 30, to: 31, outcome: outcome), at: 31) == [])
        #expect(await teams(watch, at: 31) == ["a", "b"])
    }

    @Test("what an incomplete sweep saw counts")
    func takesPartsOfASweep() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1), at: 1)
        _ = await finish(
            watch, sweep([team("a", spend: 5), team("c")], from: 30, to: 31, outcome: .incomplete), at: 31)
        let report = await watch.report(at: at(32), noon)
        #expect(report.accounts(.team).map(\.spend) == [5, 1])
        #expect(report.sources.first { $0.source == .teams }?.isUp == true)
        #expect(report.sources.first { $0.source == .teams }?.lastSuccess == noon + .seconds(1))
    }

    @Test("an account that is seen again by its id was only skipped")
    func takesWhatPagingSkipped() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        _ = await finish(watch, sweep([team("a")], from: 30, to: 31), at: 31)
        _ = await watch.settle([(.team("b"), Verdict(.present(Observation(team("b", spend: 7), at: at(32)))))])
        #expect(await watch.report(at: at(33), noon).accounts(.team).last?.spend == 7)
    }

    @Test("no more than 20 accounts are doubted in a sweep, the longest unseen first")
    func boundsDoubts() async {
        let watch = Watch(Poller.Configuration())
        let ids = (100..<150).map(String.init)
        _ = await finish(watch, sweep(ids.map { team($0) }, from: 0, to: 1), at: 1)
        let unseen = await finish(watch, sweep([], from: 30, to: 31), at: 31)
        #expect(unseen == ids.prefix(20).map { .team($0) })
    }

    @Test(
        "an account that the key may not see makes the view partial until it is seen or gone, however long that takes")
    func noticesAPartialView() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        _ = await finish(watch, sweep([team("a")], from: 30, to: 31), at: 31)
        let notices = await watch.settle([(.team("b"), Verdict(.hidden))])
        #expect(notices == [.viewIsPartial(.teams)])
        // The account itself goes stale; that there is one more than can be seen remains true, and remains in doubt.
        #expect(await finish(watch, sweep([team("a")], from: 1000, to: 1001), at: 1001) == [.team("b")])
        #expect(await teams(watch, at: 1001) == ["a"])
        #expect(await watch.report(at: at(1001), noon).sources.first { $0.source == .teams }?.isPartial == true)
        #expect(await watch.settle([(.team("b"), Verdict(.gone))]).contains(.viewIsWhole(.teams)))
    }

    @Test("what was not observed for five minutes is not shown any more, to the second")
    func forgetsTheStale() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1), at: 1)
        #expect(await watch.report(at: at(2), noon).nextExpiry == at(301))
        #expect(await teams(watch, at: 300) == ["a"])
        #expect(await teams(watch, at: 301) == [])
    }

    @Test("staleness follows an interval that a slow proxy has stretched")
    func stretchesStaleness() async {
        let watch = Watch(Poller.Configuration())
        let notices = await watch.follow([.teams: .seconds(400)], spareShare: 0, at: at(0))
        #expect(notices == [.sweepsLessOften(.teams, interval: .seconds(400))])
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1), at: 1)
        #expect(await teams(watch, at: 1200) == ["a"])
        #expect(await teams(watch, at: 1201) == [])
    }

    @Test("a proxy that is slow by turns is said to be slow once, and to be well again when it has been so for a while")
    func saysSlownessOnce() async {
        let watch = Watch(Poller.Configuration())
        func notices(_ interval: Int, at seconds: Int) async -> [Notice] {
            await watch.follow([.teams: .seconds(interval)], spareShare: 0, at: at(seconds))
        }
        #expect(await notices(30, at: 0) == [])
        #expect(await notices(60, at: 30) == [.sweepsLessOften(.teams, interval: .seconds(60))])
        for turn in 0..<20 {
            #expect(await notices(30, at: 100 + 120 * turn) == [])
            #expect(await notices(turn.isMultiple(of: 3) ? 90 : 60, at: 160 + 120 * turn) == [])
        }
        #expect(await notices(600, at: 2600) == [.sweepsLessOften(.teams, interval: .seconds(600))])
        #expect(await notices(30, at: 2700) == [])
        #expect(await notices(30, at: 3499) == [])
        #expect(await notices(30, at: 3500) == [.sweepsAsOftenAsUsual(.teams, interval: .seconds(30))])
        #expect(await notices(30, at: 9000) == [])
        #expect(await notices(60, at: 9030) == [.sweepsLessOften(.teams, interval: .seconds(60))])
    }

    @Test("the exporter's own key is no account, whenever it becomes known")
    func leavesOutItsOwnKey() async {
        let watch = Watch(Poller.Configuration())
        let (own, other) = (String(repeating: "a", count: 64), String(repeating: "b", count: 64))
        let keys = [own, other].map { Account(id: .key(hash: $0), budget: Budget(limit: .unlimited), spend: 0) }
        _ = await finish(watch, sweep(keys, of: .keys, from: 0, to: 1), at: 1)
        await watch.recognizeOwnKey(hash: own, expiresAt: noon)
        #expect(await watch.report(at: at(2), noon).accounts(.key).map(\.id) == [.key(hash: other)])
        _ = await finish(watch, sweep(keys, of: .keys, from: 60, to: 61), at: 61)
        let report = await watch.report(at: at(62), noon)
        #expect(report.accounts(.key).map(\.id) == [.key(hash: other)])
        #expect(report.ownKeyExpiry == noon)
    }

    @Test("litellm_up follows the last finished attempt, and nothing is lost by a failure")
    func reportsFailures() async {
        let watch = Watch(Poller.Configuration())
        #expect(await watch.report(at: at(0), noon).proxyIsUp == false)
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1), at: 1)
        #expect(await watch.report(at: at(1), noon).proxyIsUp)
        _ = await finish(watch, sweep([], from: 30, to: 31, outcome: .failed(Self.outage)), at: 31)
        let report = await watch.report(at: at(31), noon)
        #expect(!report.proxyIsUp)
        #expect(report.isReady)
        #expect(report.accounts(.team).map(\.id.text) == ["a"])
        let failures = report.upstream.failures.filter { $0.count > 0 }.map {
            "\($0.endpoint) \($0.reason) \($0.count)"
        }
        #expect(failures == ["/v2/team/list database_unavailable 1"])
    }

    @Test("a lasting fault is said once, and once more when it is over")
    func saysThingsOnce() async {
        let watch = Watch(Poller.Configuration())
        func notices(_ outcome: Sweep.Outcome, _ seconds: Int) async -> [Notice] {
            await watch.finish(
                sweep([team("a")], from: seconds, to: seconds, outcome: outcome), at: at(seconds), noon
            ).notices
        }
        #expect(await notices(.complete, 0) == [.firstSweep(.teams, accounts: 1)])
        #expect(await notices(.complete, 30) == [])
        #expect(await notices(.failed(Self.outage), 60) == [.failed(.teams, Self.outage)])
        #expect(await notices(.failed(Self.outage), 65) == [])
        let sameInOtherWords = AdminError(
            .teamList, .databaseUnavailable, status: 500, explanation: "no database")
        #expect(await notices(.failed(sameInOtherWords), 70) == [])
        let timeout = AdminError(.teamList, .timeout, explanation: "slow")
        #expect(await notices(.failed(timeout), 75) == [.failed(.teams, timeout)])
        #expect(await notices(.complete, 95) == [.worksAgain(.teams)])
        #expect(await notices(.complete, 125) == [])
        #expect(await notices(.incomplete, 155) == [.incomplete(.teams, nil)])
        #expect(await notices(.incomplete, 185) == [])
        #expect(await notices(.complete, 215) == [.worksAgain(.teams)])
        #expect(await notices(.incomplete, 245) == [.incomplete(.teams, nil)])
    }

    @Test("each listed account that LiteLLM does not know is named once, and again when it has been there")
    func namesUnknownAccountsOnce() async {
        let watch = Watch(Poller.Configuration())
        let notFound = AdminError(.teamList, .notFound, explanation: "there is no such account or route")
        func notices(_ unknown: [String], _ seconds: Int) async -> [Notice] {
            var sweep = sweep(
                [team("a")], from: seconds, to: seconds, outcome: unknown.isEmpty ? .complete : .incomplete)
            sweep.unknownAccounts = Set(unknown.map { .team($0) })
            sweep.errors = unknown.map { _ in notFound }
            return await watch.finish(sweep, at: at(seconds), noon).notices
        }
        func unknown(_ ids: String...) -> [Notice] { [.unknownAccounts(ids.map { .team($0) })] }
        #expect(await notices(["y", "x"], 0) == unknown("x", "y"))
        #expect(await notices(["x", "y"], 30) == [])
        #expect(await notices(["x", "y", "z"], 60) == unknown("z"))
        #expect(await notices(["x"], 90) == [])
        #expect(await notices(["x", "y"], 120) == unknown("y"))
    }

    @Test("a sweep that rests long between its pages does not make accounts stale that it has yet to come to")
    func longSweepsDoNotMakeStale() async {
        let watch = Watch(Poller.Configuration())
        _ = await finish(watch, sweep([team("a"), team("b")], from: 0, to: 1), at: 1)
        await watch.begin(.teams, at: Moment(uptime: at(30), now: noon + .seconds(30)))
        await watch.observe([Observation(team("a", spend: 2), at: at(31))])
        #expect(await teams(watch, at: 320) == ["a", "b"])
        // Over, it did not bring the second one, and what is old is old.
        _ = await finish(watch, sweep([], from: 30, to: 325, outcome: .incomplete), at: 325)
        #expect(await teams(watch, at: 325) == ["a"])
    }

    @Test("hot accounts are read without a word while all is well")
    func isQuietAboutHotAccounts() async {
        let watch = Watch(Poller.Configuration())
        for seconds in [0, 30] {
            let sweep = sweep([], of: .details, from: seconds, to: seconds, absence: .isMeaningless)
            #expect(await watch.finish(sweep, at: at(seconds), noon).notices == [])
        }
    }

    @Test("no id of a person is logged, as it often is an address")
    func keepsPeopleOutOfTheLog() {
        let people: [AccountID] = [
            .user("u@example.com"), .customer("c@example.com"), .teamMember(team: "t", user: "m@example.com"),
        ]
        let row = BadRow(offset: 4, before: "a@example.com", after: "b@example.com")
        let notices: [Notice] = [.removed(people), .unknownAccounts(people), .badRow(.users, row)]
        for notice in notices { #expect(!notice.description.contains("@"), "\(notice)") }
        #expect(
            Notice.removed(people).description == "no longer at the proxy: a customer, a member of team \"t\", a user")
        #expect(
            Notice.badRow(.teams, BadRow(offset: 4, before: "a", after: "b")).description.contains(
                "between \"a\" and \"b\""))
    }

    @Test("a list of which a part could not be read removes nothing")
    func removesNothingUnread() async {
        func users(_ ids: [String], at seconds: Int) -> Sweep {
            let accounts = ids.map { Account(id: .user($0), budget: Budget(limit: .limited(1)), spend: 0) }
            return sweep(accounts, of: .users, from: seconds, to: seconds, absence: .isRemoval)
        }
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.users: .seconds(30)]
        for spoil: (inout Sweep) -> Void in [
            { $0.badRows = [BadRow(offset: 1, before: nil, after: nil)] }, { $0.reject(.badElement) },
        ] {
            let watch = Watch(configuration)
            _ = await finish(watch, users(["u", "v"], at: 0), at: 0)
            var partial = users(["u"], at: 30)
            spoil(&partial)
            _ = await finish(watch, partial, at: 30)
            #expect(await watch.report(at: at(31), noon).accounts(.user).count == 2)
            _ = await finish(watch, users(["u"], at: 60), at: 60)
            #expect(await watch.report(at: at(61), noon).accounts(.user).count == 1)
        }
    }

    @Test("an answer about an account that was asked for by its id does not undo a newer one")
    func verdictsHaveTheirOwnTime() async {
        let watch = Watch(Poller.Configuration())
        await watch.observe([Observation(team("a", spend: 9), at: at(50))])
        _ = await watch.settle([(.team("a"), Verdict(.present(Observation(team("a", spend: 5), at: at(40)))))])
        #expect(await watch.report(at: at(60), noon).accounts(.team).map(\.spend) == [9])
    }

    @Test("hot accounts: the fullest first, then the exhausted, never a barrier of zero")
    func findsHotAccounts() async {
        let watch = Watch(Poller.Configuration())
        let accounts = [
            team("exhausted", spend: 12), team("cool", spend: 8), team("hot", spend: 8.1), team("hotter", spend: 9.9),
            team("barrier", limit: .limited(0)), team("free", limit: .unlimited), team("unknown", spend: nil),
        ]
        _ = await finish(watch, sweep(accounts, from: 0, to: 1), at: 1)
        #expect(await watch.hotAccounts(atMost: 50) == [.team("hotter"), .team("hot"), .team("exhausted")])
        #expect(await watch.hotAccounts(atMost: 1) == [.team("hotter")])
    }

    @Test("an account that its only source no longer names is gone at once")
    func followsItsOwnKey() async {
        var configuration = Poller.Configuration()
        configuration.mode = .own
        let watch = Watch(configuration)
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1, absence: .isRemoval), at: 1)
        #expect(await finish(watch, sweep([team("b")], from: 30, to: 31, absence: .isRemoval), at: 31) == [])
        #expect(await teams(watch, at: 31) == ["b"])
    }

    @Test("the clocks are held against each other by the Date header")
    func measuresSkew() async throws {
        let watch = Watch(Poller.Configuration())
        let received = try #require(Timestamp(httpDate: "Sat, 21 Nov 2026 00:48:20 GMT"))
        await watch.record(
            Exchange(
                endpoint: .teamList, status: 200, duration: .seconds(2), date: "Sat, 21 Nov 2026 00:48:15 GMT"),
            receivedAt: received)
        // Five seconds after the date, less half of the two that the request took, less half a second of rounding.
        #expect(await watch.report(at: at(0), noon).clockSkew == 3.5)
    }

    @Test("a limit shows the fullest and says how many are left out")
    func limitsWhatIsShown() async {
        var configuration = Poller.Configuration()
        configuration.limits = [.team: 1]
        let watch = Watch(configuration)
        _ = await finish(watch, sweep([team("a", spend: 1), team("b", spend: 9)], from: 0, to: 1), at: 1)
        let report = await watch.report(at: at(1), noon)
        #expect(report.accounts(.team).map(\.id.text) == ["b"])
        #expect(report.dropped == [.team: 1, .key: 0, .teamMember: 0])
        #expect(report.sources.first { $0.source == .teams }?.accounts == 2)
    }

    @Test("a bad row is said once, and asked for again after ten minutes")
    func passesOverBadRows() async {
        let watch = Watch(Poller.Configuration())
        let row = BadRow(offset: 4, before: "a", after: "c")
        var first = sweep([team("a")], from: 0, to: 1)
        first.badRows = [row]
        #expect(await watch.finish(first, at: at(1), noon).notices.contains(.badRow(.teams, row)))
        #expect(await watch.badRows(of: .teams, at: at(600)) == [row])
        var second = sweep([team("a")], from: 30, to: 31)
        second.badRows = [row]
        #expect(await watch.finish(second, at: at(31), noon).notices == [])
        #expect(await watch.badRows(of: .teams, at: at(600)) == [row])
        #expect(await watch.badRows(of: .teams, at: at(601)) == [])
        _ = await watch.finish(sweep([team("a")], from: 610, to: 611), at: at(611), noon)
        #expect(await watch.badRows(of: .teams, at: at(612)) == [])
    }

    @Test("where single accounts cannot be asked for, one is gone once two complete sweeps in a row have lacked it")
    func removesWhatTwoSweepsLack() async {
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.users: .seconds(300)]
        let watch = Watch(configuration)
        func user(_ id: String) -> Account { Account(id: .user(id), budget: Budget(limit: .limited(1)), spend: 0) }
        func sweepUsers(_ users: [Account], at second: Int, outcome: Sweep.Outcome = .complete) async -> [String] {
            _ = await finish(
                watch,
                sweep(
                    users, of: .users, from: second, to: second, outcome: outcome, absence: .isConfirmedByNextSweep),
                at: second)
            return await watch.report(at: at(second), noon).accounts(.user).map(\.id.text)
        }
        let both = [user("a"), user("b")]
        #expect(await sweepUsers(both, at: 0) == ["a", "b"])
        #expect(await sweepUsers([user("a")], at: 10) == ["a", "b"])
        #expect(await sweepUsers(both, at: 20) == ["a", "b"])
        #expect(await sweepUsers([user("a")], at: 30) == ["a", "b"])
        #expect(await sweepUsers([], at: 40, outcome: .failed(Self.outage)) == ["a", "b"])
        #expect(await sweepUsers([user("a")], at: 50) == ["a"])
    }

    @Test("what a proxy does not have is no failure, and is said once")
    func saysOnceWhatIsUnavailable() async {
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.organizations: .seconds(300)]
        let watch = Watch(configuration)
        let error = AdminError(
            .organizationList, .forbidden, status: 403, explanation: "this needs LiteLLM Enterprise",
            unavailability: .licenceNeeded)
        for second in [1, 301] {
            let notices = await watch.finish(
                sweep([], of: .organizations, from: second, to: second, outcome: .unavailable(error)), at: at(second),
                noon + .seconds(second)
            ).notices
            #expect(notices == (second == 1 ? [.unavailable(.organizations, error)] : []))
        }
        let report = await watch.report(at: at(301), noon)
        let status = report.sources.first { $0.source == .organizations }
        #expect(status?.isUp == true)
        #expect(status?.unavailability == "this needs LiteLLM Enterprise")
        #expect(status?.failure == nil)
        #expect(status?.lastSuccess == noon + .seconds(301))
        #expect(report.upstream.failures.allSatisfy { $0.count == 0 })
    }

    @Test("members stay for as long as rounds take, a round under way included, and no longer")
    func membersFollowTheRound() async {
        let watch = Watch(Poller.Configuration())
        func member(at second: Int) -> Observation {
            Observation(
                Account(id: .teamMember(team: "a", user: "u"), budget: Budget(limit: .limited(1)), spend: 0),
                at: at(second))
        }
        _ = await watch.beginRound(at: at(0))
        await watch.endRound(isWhole: true, at: at(200))
        await watch.observe([member(at: 200)])
        let members = { (second: Int) in await watch.report(at: self.at(second), self.noon).accounts(.teamMember) }
        #expect(await members(799).count == 1)
        _ = await watch.beginRound(at: at(300))
        #expect(await members(900).count == 1)
        await watch.endRound(isWhole: false, at: at(900))
        #expect(await watch.report(at: at(901), noon).detailsRound == .seconds(200))
        #expect(await members(902).isEmpty)
    }
}
