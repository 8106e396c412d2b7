import LiteLLMSimulator

@testable import Polling

/// What suites about the poller share.
protocol PollerSuite {}

extension PollerSuite {
    func population(teams: Int = 230, keys: Int = 120) -> Population {
        .generated(teams: teams, keys: keys, seed: 7, at: 1_795_222_095)
    }

    func isComplete(_ report: Report, _ source: SourceID) -> Bool {
        report.sources.contains { $0.source == source && $0.lastSuccess != nil }
    }

    func status(_ report: Report, _ source: SourceID) -> SourceStatus? {
        report.sources.first { $0.source == source }
    }
}
