import Testing
import Threading

@testable import Polling

@Suite struct ScheduleTests {
    private let start = Uptime(sinceOrigin: .seconds(1000))

    private func schedule(
        _ intervals: [SourceID: Duration] = [.teams: .seconds(30), .keys: .seconds(60)], duty: Double = 0.1
    ) -> Schedule {
        Schedule(intervals: intervals, maximumDuty: duty, startingAt: start)
    }

    private func end(
        _ schedule: inout Schedule, _ source: SourceID, hasFailed: Bool = false, isIncomplete: Bool = false,
        hasAnswers: Bool = true, upstreamTime: Duration = .zero,
        retryAfter: Duration? = nil, at now: Uptime
    ) {
        schedule.ended(
            source,
            Schedule.Ending(
                outcome: hasFailed ? .failed : isIncomplete ? .incomplete : .complete, hasAnswers: hasAnswers,
                upstreamTime: upstreamTime, retryAfter: retryAfter), at: now,
            jitter: 0)
    }

    /// The instant before which there is nothing to do.
    private func wait(_ schedule: inout Schedule, at now: Uptime) -> Duration? {
        guard case .wait(let due?) = schedule.next(at: now) else { return nil }
        return due - start
    }

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
        #expect(schedule.next(at: start) == .sweep(.details, .withoutRest))
        #expect(schedule.next(at: start) == .sweep(.keys, .withoutRest))
        end(&schedule, .teams, at: start + .seconds(1))
        end(&schedule, .details, at: start + .seconds(2))
        #expect(wait(&schedule, at: start + .seconds(2)) == .seconds(30))
        #expect(schedule.next(at: start + .seconds(30)) == .sweep(.teams, Pace(share: 0.1 * 0.75)))
        #expect(schedule.next(at: start + .seconds(30)) == .sweep(.details, Pace(share: 0.1 * 0.75)))
    }

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

    @Test("Retry-After holds whatever the outcome, and whoever else works again")
    func retryAfterHolds() {
        var schedule = schedule()
        _ = schedule.next(at: start)
        _ = schedule.next(at: start)
        end(&schedule, .teams, hasFailed: true, retryAfter: .seconds(240), at: start)
        end(&schedule, .keys, hasFailed: true, at: start)
        _ = schedule.next(at: start + .seconds(5))
        end(&schedule, .keys, isIncomplete: true, retryAfter: .seconds(90), at: start + .seconds(6))
        #expect(wait(&schedule, at: start + .seconds(6)) == .seconds(96))
        _ = schedule.next(at: start + .seconds(96))
        end(&schedule, .keys, at: start + .seconds(97))
        #expect(wait(&schedule, at: start + .seconds(97)) == .seconds(156))
        _ = schedule.next(at: start + .seconds(156))
        #expect(wait(&schedule, at: start + .seconds(156)) == .seconds(240))
    }

    @Test("a source that fails once more while another recovers starts its back-off anew")
    func recoveryReachesThoseUnderWay() {
        var schedule = schedule()
        var now = start
        for _ in 0..<4 {
            _ = schedule.next(at: now)
            _ = schedule.next(at: now)
            end(&schedule, .teams, hasFailed: true, at: now)
            end(&schedule, .keys, hasFailed: true, at: now)
            now = now + .seconds(60)
        }
        _ = schedule.next(at: now)
        _ = schedule.next(at: now)
        end(&schedule, .teams, at: now)
        end(&schedule, .keys, hasFailed: true, at: now + .seconds(10))
        #expect(wait(&schedule, at: now + .seconds(10)) == now - start + .seconds(15))
    }

    @Test("a sweep that asked nothing does not prove that the proxy works")
    func silenceProvesNothing() {
        var schedule = schedule([.teams: .seconds(30), .details: .seconds(30)])
        _ = schedule.next(at: start)
        _ = schedule.next(at: start)
        end(&schedule, .details, hasFailed: true, at: start)
        end(&schedule, .teams, hasFailed: true, at: start)
        _ = schedule.next(at: start + .seconds(5))
        _ = schedule.next(at: start + .seconds(5))
        end(&schedule, .teams, hasFailed: true, at: start + .seconds(5))
        end(&schedule, .details, hasAnswers: false, at: start + .seconds(6))
        #expect(wait(&schedule, at: start + .seconds(6)) == .seconds(15))
    }

    @Test(
        "failures back off, doubling up to half a minute or the interval, and come back at once with the next success")
    func backsOff() {
        var schedule = schedule([.teams: .seconds(30)])
        var now = start
        var delays: [Duration] = []
        for _ in 0..<6 {
            _ = schedule.next(at: now)
            end(&schedule, .teams, hasFailed: true, at: now)
            guard case .wait(let due?) = schedule.next(at: now) else { break }
            delays.append(due - now)
            now = due
        }
        #expect(delays == [.seconds(5), .seconds(10), .seconds(20), .seconds(30), .seconds(30), .seconds(30)])
        _ = schedule.next(at: now)
        end(&schedule, .teams, at: now)
        #expect(wait(&schedule, at: now) == now - start + .seconds(30))
    }

    @Test("how long a back-off is at first and at most can be told")
    func backsOffAsTold() {
        var schedule = Schedule(
            intervals: [.teams: .seconds(1)], maximumDuty: 1,
            backOff: BackOff(first: .milliseconds(100), longest: .milliseconds(500), unavailable: .seconds(3)),
            startingAt: start)
        var now = start
        var delays: [Duration] = []
        for _ in 0..<5 {
            _ = schedule.next(at: now)
            end(&schedule, .teams, hasFailed: true, at: now)
            guard case .wait(let due?) = schedule.next(at: now) else { break }
            delays.append(due - now)
            now = due
        }
        #expect(delays == [100, 200, 400, 800, 1000].map { .milliseconds($0) }, "no longer than the interval")
    }

    @Test("a short interval is also the first back-off")
    func backsOffFromShortIntervals() {
        var schedule = schedule([.teams: .seconds(1)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, hasFailed: true, at: start)
        #expect(wait(&schedule, at: start) == .seconds(1))
    }

    @Test(
        "Retry-After is honoured up to five minutes",
        arguments: [
            (Duration.seconds(2), Duration.seconds(5)), (.seconds(90), .seconds(90)), (.seconds(3600), .seconds(300)),
        ])
    func honoursRetryAfter(asked: Duration, waited: Duration) {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, hasFailed: true, retryAfter: asked, at: start)
        #expect(wait(&schedule, at: start) == waited)
    }

    @Test("one source that works again ends the back-off of the others")
    func recoversTogether() {
        var schedule = schedule()
        _ = schedule.next(at: start)
        _ = schedule.next(at: start)
        end(&schedule, .teams, hasFailed: true, at: start)
        end(&schedule, .keys, hasFailed: true, at: start)
        _ = schedule.next(at: start + .seconds(5))
        _ = schedule.next(at: start + .seconds(5))
        end(&schedule, .keys, hasFailed: true, at: start + .seconds(6))
        end(&schedule, .teams, at: start + .seconds(7))
        #expect(schedule.next(at: start + .seconds(7)) == .sweep(.keys, .withoutRest))
    }

    @Test("a source that never failed does not hurry one that is refused")
    func lastingRefusalBacksOff() {
        var schedule = schedule()
        _ = schedule.next(at: start)
        _ = schedule.next(at: start)
        end(&schedule, .keys, hasFailed: true, at: start)
        end(&schedule, .teams, at: start + .seconds(1))
        #expect(wait(&schedule, at: start + .seconds(1)) == .seconds(5))
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

    @Test("sweeps leave the background round what they do not need, and where it takes part always something")
    func leavesSpareTime() {
        var schedule = schedule([.teams: .seconds(30)])
        _ = schedule.next(at: start)
        end(&schedule, .teams, upstreamTime: .seconds(1.5), at: start + .seconds(2))
        #expect(abs(schedule.spareShare - 0.05) < 1e-9)
        _ = schedule.next(at: start + .seconds(30))
        end(&schedule, .teams, upstreamTime: .seconds(60), at: start + .seconds(90))
        #expect(abs(schedule.spareShare - 0.025) < 1e-9, "what it would have if it took part")
        #expect(schedule.effectiveIntervals == [.teams: .seconds(600)])
        schedule.leavesSpareTime = true
        #expect(abs(schedule.spareShare - 0.025) < 1e-9)
        #expect(abs((schedule.effectiveIntervals[.teams] ?? .zero).seconds - 800) < 1e-6)
    }
}
