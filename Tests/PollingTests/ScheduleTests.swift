import Testing
import Threading

@testable import Polling

/// When sources are swept while all is well.
@Suite struct ScheduleTests: ScheduleSuite {
    @Test("teams and keys start at once and hurry, teams first")
    func startsAtOnce() {
        var schedule = schedule()
        #expect(schedule.next(at: start) == .sweep(.teams, .withoutRest))
        #expect(schedule.next(at: start) == .sweep(.keys, .withoutRest))
        #expect(schedule.next(at: start) == .wait(until: nil))
    }

    @Test("a source is due an interval after it started, not after it ended")
    func repeatsFromTheStart() {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, at: start + .seconds(4))
        #expect(wait(&schedule, at: start + .seconds(4)) == .seconds(30))
        #expect(schedule.next(at: start + .seconds(30)) == .sweep(.teams, Pace(share: 0.1)))
    }

    @Test("jitter only ever makes a sweep earlier")
    func jitterIsEarly() {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        schedule.ended(.teams, Schedule.Ending(outcome: .complete), at: start, jitter: 1)
        #expect(wait(&schedule, at: start) == .seconds(27))
    }

    @Test("no source waits for another: hot accounts are read while a long sweep of keys is under way")
    func sourcesAreIndependent() {
        var schedule = schedule([.teams: .seconds(30), .details: .seconds(30), .keys: .seconds(60)])
        #expect(schedule.next(at: start) == .sweep(.teams, .withoutRest))
        #expect(schedule.next(at: start) == .sweep(.keys, .withoutRest))
        end(&schedule, .teams, at: start + .seconds(1))
        // Until lists were read nobody knows which accounts are hot.
        #expect(wait(&schedule, at: start + .seconds(2)) == .seconds(30))
        #expect(schedule.next(at: start + .seconds(30)) == .sweep(.teams, Pace(share: 0.1 * 0.75)))
        #expect(schedule.next(at: start + .seconds(30)) == .sweep(.details, Pace(share: 0.1 * 0.75)))
    }

    @Test("what a proxy does not have is asked for again every five minutes, and backs nothing off")
    func asksForTheUnavailableRarely() {
        var schedule = schedule([.proxy: .seconds(30)])
        #expect(schedule.next(at: start) == .sweep(.proxy, .withoutRest))
        schedule.ended(.proxy, Schedule.Ending(outcome: .unavailable), at: start + .seconds(1), jitter: 0)
        #expect(wait(&schedule, at: start + .seconds(1)) == .seconds(301))
        #expect(schedule.effectiveIntervals == [.proxy: .seconds(300)], "as its metric says")
        _ = schedule.next(at: start + .seconds(301))
        end(&schedule, .proxy, at: start + .seconds(302))
        #expect(schedule.effectiveIntervals == [.proxy: .seconds(30)], "once it is there")
    }

    @Test("it tells when a source is swept next, and why then")
    func plans() {
        typealias Plan = Schedule.Plan
        func plan(_ ending: Schedule.Ending, interval: Duration = .seconds(30)) -> Plan? {
            var schedule = schedule([.users: interval])
            _ = schedule.next(at: start)
            return schedule.ended(.users, ending, at: start + .seconds(1), jitter: 0)
        }
        func after(_ seconds: Int, _ reason: Plan.Reason) -> Plan {
            Plan(dueAt: start + .seconds(seconds), reason: reason)
        }
        #expect(plan(.init(outcome: .complete)) == after(30, .interval))
        #expect(plan(.init(outcome: .incomplete)) == after(30, .interval))
        #expect(plan(.init(outcome: .complete, upstreamTime: .seconds(6))) == after(60, .stretched))
        #expect(plan(.init(outcome: .complete, leastInterval: .seconds(600))) == after(600, .costly))
        #expect(plan(.init(outcome: .failed)) == after(6, .backOff(failures: 1)))
        #expect(plan(.init(outcome: .failed, retryAfter: .seconds(90))) == after(91, .retryAfter))
        #expect(plan(.init(outcome: .complete, retryAfter: .seconds(3))) == after(30, .interval))
        #expect(plan(.init(outcome: .incomplete, retryAfter: .seconds(90))) == after(91, .retryAfter))
        #expect(plan(.init(outcome: .unavailable)) == after(301, .unavailable))
    }

    @Test("a schedule that takes over knows what sweeps cost and what was asked for by Retry-After, and begins at once")
    func takesOver() {
        var before = schedule()
        _ = before.next(at: start)
        _ = before.next(at: start)
        end(&before, .teams, upstreamTime: .seconds(6), at: start + .seconds(6))
        end(&before, .keys, hasFailed: true, retryAfter: .seconds(100), at: start)
        let now = start + .seconds(20)
        var after = Schedule(
            intervals: [.teams: .seconds(30), .keys: .seconds(60), .users: .seconds(60)], maximumDuty: 0.1,
            startingAt: now, after: before)
        #expect(abs((after.effectiveIntervals[.teams] ?? .zero).seconds - 80) < 0.01)
        #expect(after.next(at: now) == .sweep(.teams, Pace(share: 0.1 * 0.75)))
        #expect(after.next(at: now) == .sweep(.users, .withoutRest))
        #expect(wait(&after, at: now) == .seconds(100))
    }
}
