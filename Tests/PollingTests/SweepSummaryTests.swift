import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Testing
import Threading

@testable import Polling

/// What is told of each sweep at the level `debug`.
@Suite(.timeLimit(.minutes(10))) struct SweepSummaryTests: PollerSuite, WatchSuite {
    struct Case: Sendable, CustomTestStringConvertible {
        let outcome: Sweep.Outcome
        let reason: Schedule.Plan.Reason
        let line: String
        var testDescription: String { line }
    }

    private static let licence = AdminError(
        .organizationList, .forbidden, status: 403, explanation: "this needs LiteLLM Enterprise",
        unavailability: .licenceNeeded)

    @Test(
        "a line tells how a sweep ended, what it saw and took, when the next begins, and why then",
        arguments: [
            Case(outcome: .complete, reason: .interval, line: "complete; @ the interval"),
            Case(
                outcome: .complete, reason: .stretched,
                line: "complete; @ the proxy is too slow for the interval within --poll.max-duty"),
            Case(
                outcome: .complete, reason: .costly,
                line: "complete; @ it costs the proxy too much to be asked as often as configured"),
            Case(
                outcome: .failed(outage), reason: .backOff(failures: 1),
                line: "failed, GET /v2/team/list answered 503 (database_unavailable): no database; "
                    + "@ back-off after a failure"),
            Case(
                outcome: .failed(outage), reason: .backOff(failures: 4),
                line: "failed, GET /v2/team/list answered 503 (database_unavailable): no database; "
                    + "@ back-off after 4 failures in a row"),
            Case(
                outcome: .incomplete, reason: .retryAfter,
                line: "incomplete, GET /v2/team/list answered 503 (database_unavailable): no database; "
                    + "@ the proxy asked for it by Retry-After"),
            Case(
                outcome: .unavailable(licence), reason: .unavailable,
                line: "not available, this needs LiteLLM Enterprise; @ there is nothing to read for now"),
        ])
    func lines(_ example: Case) {
        var sweep = sweep([], from: 0, to: 4, outcome: example.outcome)
        sweep.reject(.labelTooLong, count: 2)
        sweep.reject(.unknownSpend)
        sweep.errors = [Self.outage]
        let summary = SweepSummary(
            sweep, SweepTally(seen: 230, new: 2, changed: 14, gone: 1),
            requests: .init(requests: 5, upstreamTime: .milliseconds(412)), duration: .milliseconds(4_020))
        let numbers =
            "230 accounts seen, 2 new, 14 changed, 1 gone, 3 rejected; "
            + "5 requests, 0.412 s upstream, 4.020 s in all; next in 25.980 s:"
        let plan = Schedule.Plan(dueAt: at(30), reason: example.reason)
        #expect(
            summary.line(next: plan, at: at(4) + .milliseconds(20))
                == "swept teams: " + example.line.replacing("@", with: numbers))
    }

    @Test("where nothing comes after it, nothing is told of that")
    func onlySweep() {
        let summary = SweepSummary(
            sweep([], of: .proxy, from: 0, to: 0), SweepTally(), requests: .init(), duration: .zero)
        #expect(
            summary.line(next: nil, at: at(0))
                == "swept proxy: complete; 0 accounts seen, 0 new, 0 changed, 0 gone, 0 rejected; "
                + "0 requests, 0.000 s upstream, 0.000 s in all")
    }

    @Test("each sweep is told at debug level, and at no other", arguments: [true, false])
    func everySweep(isDebugging: Bool) async throws {
        let watched = WatchedProxy(population(teams: 3, keys: 2), logLevel: isDebugging ? .debug : .info)
        try await watched.run {
            try await watched.wait(atMost: .seconds(5), "nothing is complete") {
                isComplete($0, .teams) && isComplete($0, .keys)
            }
            let gone = await watched.proxy.teams[0].id
            await watched.proxy.apply(.deleteTeam(id: gone))
            try await watched.pass(.seconds(70))
            let lines = watched.log.withLock { $0.filter { $0.hasPrefix("swept ") } }
            guard isDebugging else {
                #expect(lines == [])
                return
            }
            for status in await watched.report().sources {
                let own = lines.filter { $0.hasPrefix("swept \(status.source.rawValue): ") }
                #expect(own.count == status.sweeps.values.reduce(0, +), "\(status.source): \(own)")
            }
            #expect(
                lines.contains { $0.hasPrefix("swept teams: complete; 3 accounts seen, 3 new, 0 changed, 0 gone,") })
            #expect(lines.contains { $0.hasPrefix("swept teams: ") && $0.contains(" 1 gone, ") })
            #expect(!lines.contains { $0.contains(Population.viewerKey) })
        }
    }
}
