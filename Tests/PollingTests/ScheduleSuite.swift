import Threading

@testable import Polling

/// What suites about the schedule share: one that begins at an instant, and sweeps that end as they are told.
protocol ScheduleSuite {}

extension ScheduleSuite {
    var start: Uptime { Uptime(sinceOrigin: .seconds(1000)) }

    func schedule(
        _ intervals: [SourceID: Duration] = [.teams: .seconds(30), .keys: .seconds(60)], duty: Double = 0.1
    ) -> Schedule {
        Schedule(intervals: intervals, maximumDuty: duty, startingAt: start)
    }

    func end(
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
    func wait(_ schedule: inout Schedule, at now: Uptime) -> Duration? {
        guard case .wait(let due?) = schedule.next(at: now) else { return nil }
        return due - start
    }
}
