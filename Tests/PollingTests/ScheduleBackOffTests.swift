import Testing
import Threading

@testable import Polling

/// When sources that failed are swept again.
@Suite struct ScheduleBackOffTests: ScheduleSuite {
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
        var schedule = schedule([.teams: .seconds(30), .details: .seconds(20)])
        for seconds in [0, 5, 15] {
            _ = schedule.next(at: start + .seconds(seconds))
            end(&schedule, .teams, hasFailed: true, at: start + .seconds(seconds))
        }
        _ = schedule.next(at: start + .seconds(20))
        end(&schedule, .details, hasAnswers: false, at: start + .seconds(20))
        #expect(wait(&schedule, at: start + .seconds(20)) == .seconds(35))
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
}
