import Testing
import Threading

@testable import Polling

/// That requests take no more than their share of the time, and that each source has some of it.
@Suite struct ScheduleShareTests: ScheduleSuite {
    @Test("a sweep that timed out halfway is no measure of what sweeps cost; two in a row are, and hurry no more")
    func incompleteSweepsAreNoMeasure() {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, isIncomplete: true, upstreamTime: .seconds(30), at: start + .seconds(30))
        #expect(schedule.effectiveIntervals[.teams] == .seconds(30))
        #expect(schedule.next(at: start + .seconds(30)) == .sweep(.teams, Pace(share: 0.1)))
        end(&schedule, .teams, isIncomplete: true, upstreamTime: .seconds(30), at: start + .seconds(60))
        #expect(schedule.effectiveIntervals[.teams] == .seconds(300))
        _ = schedule.next(at: start + .seconds(330))
        end(&schedule, .teams, upstreamTime: .seconds(1), at: start + .seconds(331))
        #expect(schedule.effectiveIntervals[.teams] == .seconds(30))
    }

    @Test("a source that had to wait for another's slowness is swept as soon as that is over")
    func comesForward() {
        var schedule = schedule([.teams: .seconds(30), .keys: .seconds(30)])
        _ = schedule.next(at: start)
        _ = schedule.next(at: start)
        end(&schedule, .keys, upstreamTime: .seconds(3), at: start + .seconds(1))
        end(&schedule, .teams, upstreamTime: .seconds(5), at: start + .seconds(5))
        guard case .sweep(.keys, _) = schedule.next(at: start + .seconds(30)) else {
            Issue.record("keys are not due")
            return
        }
        end(&schedule, .keys, upstreamTime: .seconds(3), at: start + .seconds(33))
        #expect((schedule.effectiveIntervals[.keys] ?? .zero) > .seconds(119))
        guard case .sweep(.teams, _) = schedule.next(at: start + .seconds(67)) else {
            Issue.record("teams are not due")
            return
        }
        #expect(wait(&schedule, at: start + .seconds(67)) ?? .zero > .seconds(149))
        end(&schedule, .teams, upstreamTime: .seconds(0.1), at: start + .seconds(68))
        guard case .sweep(.keys, _) = schedule.next(at: start + .seconds(68)) else {
            Issue.record("keys still wait for what teams took")
            return
        }
    }

    @Test("requests take at most their share: a slow proxy is swept less often, teams before keys")
    func keepsToTheDuty() {
        var schedule = schedule()
        _ = schedule.next(at: start)
        _ = schedule.next(at: start)
        end(&schedule, .teams, upstreamTime: .seconds(3), at: start + .seconds(3))
        end(&schedule, .keys, upstreamTime: .seconds(100), at: start + .seconds(100))
        let intervals = schedule.effectiveIntervals
        // Teams may use three quarters of the tenth: 3 s / 0.075. Keys have what is left, 0.025.
        #expect(abs((intervals[.teams] ?? .zero).seconds - 40) < 0.001)
        #expect(abs((intervals[.keys] ?? .zero).seconds - 4000) < 0.001)
        let duty = 3 / (intervals[.teams] ?? .zero).seconds + 100 / (intervals[.keys] ?? .zero).seconds
        #expect(duty <= 0.1 + 1e-9)
    }

    @Test("a fast proxy is swept as often as was asked, at a pace that leaves it alone between requests")
    func keepsTheInterval() {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, upstreamTime: .milliseconds(300), at: start)
        #expect(schedule.effectiveIntervals[.teams] == .seconds(30))
        guard case .sweep(.teams, let pace) = schedule.next(at: start + .seconds(30)) else {
            Issue.record("no sweep is due")
            return
        }
        #expect(abs(pace.rest(after: .milliseconds(30)).seconds - 0.27) < 0.001)
    }

    @Test("a sweep that failed costs no duty")
    func failuresAreFree() {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, hasFailed: true, upstreamTime: .seconds(20), at: start + .seconds(20))
        #expect(schedule.effectiveIntervals[.teams] == .seconds(30))
    }

    @Test("sweeps leave the background round what they do not need, and where it takes part always something")
    func leavesSpareTime() {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, upstreamTime: .seconds(1.5), at: start + .seconds(2))
        #expect(abs(schedule.spareShare - 0.05) < 1e-9)
        _ = schedule.next(at: start + .seconds(30))
        end(&schedule, .teams, upstreamTime: .seconds(60), at: start + .seconds(90))
        _ = schedule.next(at: start + .seconds(900))
        end(&schedule, .teams, upstreamTime: .seconds(60), at: start + .seconds(960))
        #expect(abs(schedule.spareShare - 0.025) < 1e-9, "what it would have if it took part")
        #expect(schedule.effectiveIntervals == [.teams: .seconds(600)])
        schedule.leavesSpareTime = true
        #expect(abs(schedule.spareShare - 0.025) < 1e-9)
        #expect(abs((schedule.effectiveIntervals[.teams] ?? .zero).seconds - 800) < 1e-6)
    }

    @Test("a single slow sweep stretches no interval; two in a row do")
    func oneSlowSweepIsNoMeasure() {
        var schedule = schedule([.teams: .seconds(30)])
        var intervals: [Duration?] = []
        var now = start
        for cost in [1, 60, 1, 60, 30] {
            _ = schedule.next(at: now)
            end(&schedule, .teams, upstreamTime: .seconds(cost), at: now)
            intervals.append(schedule.effectiveIntervals[.teams])
            now = now + .seconds(1000)
        }
        #expect(intervals == [30, 30, 30, 30, 300].map { .seconds($0) })
        // How old numbers can be meanwhile is told all the same.
        _ = schedule.next(at: now)
        end(&schedule, .teams, upstreamTime: .seconds(1), at: now)
        _ = schedule.next(at: now + .seconds(1000))
        end(&schedule, .teams, upstreamTime: .seconds(60), at: now + .seconds(1000))
        #expect(schedule.effectiveIntervals == [.teams: .seconds(30)])
        #expect(schedule.presentIntervals == [.teams: .seconds(600)])
    }

    @Test("slow and fast answers by turns keep to the share, also where a sweep has no rests")
    func alternatingCostsKeepToTheShare() {
        var schedule = schedule([.proxy: .seconds(5)])
        var now = start
        var spent: Duration = .zero
        for sweep in 0..<40 {
            guard case .sweep = schedule.next(at: now) else { Issue.record("it is not due"); return }
            let cost: Duration = sweep.isMultiple(of: 2) ? .seconds(4) : .milliseconds(2)
            spent += cost
            end(&schedule, .proxy, upstreamTime: cost, at: now + cost)
            guard let due = wait(&schedule, at: now + cost) else { Issue.record("it waits for nothing"); return }
            now = start + due
        }
        #expect(spent.seconds / (now - start).seconds <= 0.1)
    }

    @Test("no source starves: however much the others need, each has a part of the time", arguments: [true, false])
    func nobodyStarves(leavesSpareTime: Bool) {
        let sources = Schedule.byPriority
        var schedule = schedule(Dictionary(uniqueKeysWithValues: sources.map { ($0, .seconds(30)) }))
        schedule.leavesSpareTime = leavesSpareTime
        // By then details are due too.
        let now = start + .seconds(30)
        for _ in sources { _ = schedule.next(at: now) }
        for source in sources { end(&schedule, source, upstreamTime: .seconds(100), at: now + .seconds(1)) }
        let intervals = schedule.effectiveIntervals.mapValues(\.seconds)
        #expect(abs((intervals[.teams] ?? 0) - 100 / 0.075) < 0.01)
        #expect(intervals.values.allSatisfy { $0 <= 100 / 0.003 + 0.01 }, "\(intervals)")
        let duty = intervals.values.map { 100 / $0 }.reduce(0, +) + (leavesSpareTime ? schedule.spareShare : 0)
        #expect(duty <= 0.1 + 1e-9)
        #expect(schedule.spareShare >= 0.003 - 1e-9)
    }

    @Test("a sweep under way goes at the pace that its source has now")
    func pacesFollow() {
        var schedule = schedule()
        _ = schedule.next(at: start)
        _ = schedule.next(at: start)
        #expect(schedule.paces == [.teams: .withoutRest, .keys: .withoutRest])
        end(&schedule, .keys, upstreamTime: .seconds(1), at: start + .seconds(1))
        end(&schedule, .teams, upstreamTime: .seconds(100), at: start + .seconds(1))
        guard case .sweep(.keys, let pace) = schedule.next(at: start + .seconds(60)) else {
            Issue.record("keys are not due")
            return
        }
        #expect(abs(pace.share - 0.025) < 1e-9)
        #expect(schedule.paces[.keys] == pace)
        _ = schedule.next(at: start + .seconds(4000))
        end(&schedule, .teams, upstreamTime: .seconds(1), at: start + .seconds(4001))
        #expect(schedule.paces[.keys]?.share ?? 0 > 0.06)
    }
}
