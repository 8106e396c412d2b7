import Budgets
import LiteLLMAdmin
import Testing
import Threading

@testable import Polling

/// What the watch keeps and what begins anew when the configuration changes.
@Suite struct WatchConfigurationTests: WatchSuite {
    @Test("in another mode, and where it is switched on again, a source is as at a start")
    func sourcesBeginAnew() async {
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.users: .seconds(60)]
        let watch = Watch(configuration)
        for source in [SourceID.teams, .users] {
            let sweep = Sweep(source, absence: .isMeaningless, startedAt: at(0))
            _ = await watch.finish(sweep, at: at(1), noon)
        }
        func status(_ source: SourceID) async -> SourceStatus? {
            await watch.report(at: at(2), noon).sources.first { $0.source == source }
        }
        configuration.otherIntervals = [:]
        await watch.follow(configuration, at: at(2))
        #expect(await status(.users) == nil)
        #expect(await status(.teams)?.isUp == true)
        configuration.otherIntervals = [.users: .seconds(60)]
        await watch.follow(configuration, at: at(2))
        #expect(await status(.users)?.sweeps == [:])
        #expect(await status(.users)?.isUp == nil)
        #expect(await watch.report(at: at(2), noon).isReady)
        configuration.mode = .listed
        configuration.listedTeams = ["a"]
        await watch.follow(configuration, at: at(2))
        #expect(await status(.teams)?.isUp == nil)
        #expect(await status(.teams)?.sweeps == [.complete: 1])
        #expect(await watch.report(at: at(2), noon).isReady == false)
    }

    @Test("accounts that were read at a slow pace are not too old before the new pace has come round")
    func slowSweeps() async {
        var configuration = Poller.Configuration()
        configuration.teamsInterval = .seconds(1200)
        let watch = Watch(configuration)
        func teams(_ seconds: Int) async -> [String] {
            await watch.report(at: at(seconds), noon + .seconds(seconds)).accounts(.team).map(\.id.text)
        }
        func sweep(_ team: String, at seconds: Int) async {
            var sweep = Sweep(.teams, absence: .isMeaningless, startedAt: at(seconds))
            sweep.observations = [
                Observation(Account(id: .team(team), budget: Budget(limit: .limited(9)), spend: 1), at: at(seconds))
            ]
            _ = await watch.finish(sweep, at: at(seconds), noon + .seconds(seconds))
        }
        await sweep("a", at: 0)
        configuration.teamsInterval = .seconds(30)
        await watch.follow(configuration, at: at(1000))
        #expect(await teams(1001) == ["a"])
        await sweep("b", at: 1010)
        #expect(await teams(1011) == ["b"], "a whole look has not seen it for longer than its age may be now")
    }

    @Test("a view that was partial in one mode is not partial in another, which would never find that out")
    func otherModeSeesOtherAccounts() async {
        let watch = Watch(Poller.Configuration())
        var configuration = Poller.Configuration()
        func sweep(_ source: SourceID, keys: Int) -> Sweep {
            var sweep = Sweep(source, absence: .isVerified, startedAt: at(0))
            sweep.teamKeys = keys
            return sweep
        }
        for (source, keys) in [(SourceID.teams, 10), (.keys, 1), (.teams, 10)] {
            _ = await watch.finish(sweep(source, keys: keys), at: at(1), noon)
        }
        _ = await watch.settle([(.team("hidden"), Verdict(.hidden))], at: at(40))
        func partial() async -> [SourceID] {
            await watch.report(at: at(2), noon).sources.filter(\.isPartial).map(\.source)
        }
        #expect(await partial() == [.keys, .teams])
        configuration.teamsInterval = .seconds(40)
        await watch.follow(configuration, at: at(2))
        _ = await watch.finish(Sweep(.proxy, absence: .isConfirmedByNextSweep, startedAt: at(3)), at: at(3), noon)
        #expect(await partial() == [.keys, .teams], "it is the same key and the same mode")
        configuration.mode = .listed
        (configuration.listedTeams, configuration.listedKeyHashes) = (["a"], ["b"])
        await watch.follow(configuration, at: at(4))
        for source in [SourceID.teams, .keys] {
            _ = await watch.finish(Sweep(source, absence: .isMeaningless, startedAt: at(5)), at: at(5), noon)
        }
        #expect(await partial() == [])
    }

    @Test("accounts that a long sweep has yet to come to stay when it is cut off, once or twice, and not for ever")
    func cutOffSweeps() async {
        var configuration = Poller.Configuration()
        let watch = Watch(configuration)
        func teams(_ seconds: Int) async -> [String] {
            await watch.report(at: at(seconds), noon + .seconds(seconds)).accounts(.team).map(\.id.text)
        }
        let team = Account(id: .team("a"), budget: Budget(limit: .limited(9)), spend: 1)
        await watch.begin(.teams, at: Moment(uptime: at(0), now: noon))
        await watch.observe([Observation(team, at: at(0))])
        _ = await watch.finish(Sweep(.teams, absence: .isMeaningless, startedAt: at(0)), at: at(1), noon)
        await watch.begin(.teams, at: Moment(uptime: at(30), now: noon))
        for seconds in [400, 800] {
            #expect(await teams(seconds) == ["a"])
            configuration.keysInterval = .seconds(seconds)
            await watch.follow(configuration, at: at(seconds))
            #expect(await teams(seconds) == ["a"], "at \(seconds) s")
            await watch.begin(.teams, at: Moment(uptime: at(seconds + 1), now: noon))
        }
        #expect(await teams(1100) == ["a"])
        var failed = Sweep(.teams, absence: .isMeaningless, startedAt: at(801))
        failed.fail(AdminError(.teamList, .timeout, explanation: "slow"))
        _ = await watch.finish(failed, at: at(1101), noon)
        #expect(await teams(1101) == [], "what is old is old")
    }

    @Test("reloads that cut off each sweep keep what is old for one more stale-after, and no longer")
    func reloadsForEver() async {
        let watch = Watch(Poller.Configuration())
        let team = Account(id: .team("a"), budget: Budget(limit: .limited(9)), spend: 1)
        let member = Account(id: .teamMember(team: "b", user: "u"), budget: Budget(limit: .limited(9)), spend: 1)
        await watch.begin(.teams, at: Moment(uptime: at(0), now: noon))
        await watch.observe([Observation(team, at: at(0)), Observation(member, at: at(0))])
        _ = await watch.finish(Sweep(.teams, absence: .isMeaningless, startedAt: at(0)), at: at(1), noon)
        var lastSeen: [AccountKind: Int] = [:]
        // More often than a request that hangs is given up.
        for seconds in stride(from: 8, through: 3600, by: 8) {
            await watch.begin(.teams, at: Moment(uptime: at(seconds), now: noon))
            _ = await watch.beginRound(at: at(seconds))
            let report = await watch.report(at: at(seconds + 7), noon)
            for kind in [AccountKind.team, .teamMember] where !report.accounts(kind).isEmpty {
                lastSeen[kind] = seconds
            }
            await watch.follow(Poller.Configuration(), at: at(seconds + 7))
        }
        for kind in [AccountKind.team, .teamMember] {
            #expect((590...640).contains(lastSeen[kind] ?? 0), "\(kind) until \(lastSeen[kind] ?? 0) s")
        }
    }
}
