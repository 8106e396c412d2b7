import Budgets
import LiteLLMAdmin
import Testing
import Threading

@testable import Polling

/// How long accounts may go unobserved.
@Suite struct WatchFreshnessTests: WatchSuite {
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
        let notices = await watch.follow([.teams: .seconds(400)], present: [:], spareShare: 0, at: at(0))
        #expect(notices == [.sweepsLessOften(.teams, interval: .seconds(400))])
        _ = await finish(watch, sweep([team("a")], from: 0, to: 1), at: 1)
        #expect(await teams(watch, at: 1200) == ["a"])
        #expect(await teams(watch, at: 1201) == [])
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

    @Test("members stay for as long as rounds take, a round under way included, and no longer")
    func membersFollowTheRound() async {
        let watch = Watch(Poller.Configuration())
        func member(at second: Int) -> Observation {
            Observation(
                Account(id: .teamMember(team: "a", user: "u"), budget: Budget(limit: .limited(1)), spend: 0),
                at: at(second))
        }
        _ = await watch.beginRound(at: at(0))
        await watch.endRound(.whole, at: at(200))
        await watch.observe([member(at: 200)])
        let members = { (second: Int) in await watch.report(at: self.at(second), self.noon).accounts(.teamMember) }
        #expect(await members(799).count == 1)
        _ = await watch.beginRound(at: at(300))
        #expect(await members(900).count == 1)
        await watch.endRound(.nothing, at: at(900))
        #expect(await watch.report(at: at(901), noon).detailsRound == .seconds(200))
        #expect(await members(902).isEmpty)
    }

    private func team(named alias: String) -> Account {
        var account = team("a")
        account.identity.alias = alias
        return account
    }

    @Test("what has become too old is forgotten by whole looks only: not by one that could not read all of it")
    func forgetsByWholeLooks() async {
        let watch = Watch(Poller.Configuration())
        func aliases(_ seconds: Int) async -> [String] {
            await watch.report(at: at(seconds), noon).aliasesOfTeams.values.sorted()
        }
        _ = await finish(watch, sweep([team(named: "Research")], from: 0, to: 0), at: 0)
        #expect(await teams(watch, at: 400) == [])
        for seconds in [410, 440, 470] {
            var spoilt = sweep([], from: seconds, to: seconds)
            spoilt.badRows = [BadRow(offset: 1, before: nil, after: nil)]
            _ = await finish(watch, spoilt, at: seconds)
            #expect(await aliases(seconds) == ["Research"], "it may be the row that nobody can read")
        }
        _ = await finish(watch, sweep([], from: 500, to: 500), at: 500)
        #expect(await aliases(500) == ["Research"], "paging skips rows")
        _ = await finish(watch, sweep([], from: 530, to: 530), at: 530)
        #expect(await aliases(530) == [])
    }

    @Test(
        "a member that became too old is forgotten by a round that began since and read every account, and by no other")
    func forgetsMembersByWholeRounds() async {
        let watch = Watch(Poller.Configuration())
        let member = Account(
            id: .teamMember(team: "a", user: "u"), budget: Budget(limit: .limited(2)), spend: 1.5)
        let key = Account(
            id: .key(hash: "k"), identity: Account.Identity(teamID: "a", userID: "u"),
            budget: Budget(limit: .limited(5)), spend: 0)
        func headroom(_ seconds: Int) async -> [USD?] {
            await watch.observe([Observation(team("a"), at: at(seconds)), Observation(key, at: at(seconds))])
            return await watch.report(at: at(seconds), noon).accounts(.key).map(\.headroom)
        }
        _ = await headroom(0)
        await watch.observe([Observation(member, at: at(0))])
        #expect(await headroom(200) == [0.5])
        #expect(await headroom(400) == [nil])
        // It may be a member of the team that did not answer.
        _ = await watch.beginRound(at: at(410))
        await watch.endRound(.partial, at: at(420))
        #expect(await headroom(421) == [nil])
        #expect(await watch.report(at: at(421), noon).detailsRound == .seconds(10))
        // This one may have read it before it became too old.
        _ = await watch.beginRound(at: at(390))
        await watch.endRound(.whole, at: at(430))
        #expect(await headroom(431) == [nil])
        _ = await watch.beginRound(at: at(440))
        await watch.endRound(.whole, at: at(450))
        #expect(await headroom(451) == [5])
    }

    @Test("what a proxy has no more to tell of is forgotten once it is too old")
    func forgetsTheUnavailable() async {
        let watch = Watch(Poller.Configuration())
        let proxy = Account(id: .proxy, budget: Budget(limit: .limited(9)), spend: 8)
        let key = Account(id: .key(hash: "k"), budget: Budget(limit: .limited(5)), spend: 0)
        func headroom(_ seconds: Int) async -> [USD?] {
            await watch.report(at: at(seconds), noon).accounts(.key).map(\.headroom)
        }
        let missing = AdminError(.userInfo, .forbidden, explanation: "not allowed", unavailability: .routeNotAllowed)
        _ = await finish(watch, sweep([proxy], of: .proxy, from: 0, to: 0), at: 0)
        _ = await finish(watch, sweep([key], of: .keys, from: 290, to: 290), at: 290)
        #expect(await headroom(291) == [1])
        #expect(await headroom(301) == [nil])
        _ = await finish(watch, sweep([], of: .proxy, from: 310, to: 310, outcome: .unavailable(missing)), at: 310)
        #expect(await headroom(311) == [5])
    }
}
