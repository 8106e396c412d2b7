import Budgets
import LiteLLMAdmin
import Threading

@testable import Polling

/// What suites about the watch share: sweeps as sources hand them over, on clocks that start at noon.
protocol WatchSuite {}

extension WatchSuite {
    var noon: Timestamp { Timestamp(unixSeconds: 1_795_219_200) }

    static var outage: AdminError {
        AdminError(.teamList, .databaseUnavailable, status: 503, explanation: "no database")
    }

    func at(_ seconds: Int) -> Uptime { Uptime(sinceOrigin: .seconds(seconds)) }

    func team(_ id: String, limit: Budget.Limit = .limited(10), spend: USD? = 1) -> Account {
        Account(id: .team(id), budget: Budget(limit: limit), spend: spend)
    }

    func sweep(
        _ accounts: [Account], of source: SourceID = .teams, from start: Int, to end: Int,
        outcome: Sweep.Outcome = .complete, absence: Sweep.Absence = .isVerified
    ) -> Sweep {
        var sweep = Sweep(source, absence: absence, startedAt: at(start))
        sweep.observations = accounts.map { Observation($0, at: at(end)) }
        sweep.outcome = outcome
        if case .failed(let error) = outcome { sweep.errors = [error] }
        return sweep
    }

    func finish(_ watch: Watch, _ sweep: Sweep, at seconds: Int) async -> [AccountID] {
        await watch.finish(sweep, at: at(seconds), noon + .seconds(seconds)).unseen
    }

    func teams(_ watch: Watch, at seconds: Int) async -> [String] {
        await watch.report(at: at(seconds), noon + .seconds(seconds)).accounts(.team).map(\.id.text)
    }

    func status(_ watch: Watch, _ source: SourceID, at seconds: Int) async -> SourceStatus? {
        await watch.report(at: at(seconds), noon + .seconds(seconds)).sources.first { $0.source == source }
    }
}
