import Budgets
import Exposition
import LiteLLMAdmin
import Serving
import TestSupport
import Threading

@testable import Polling

extension Exposition {
    /// A page with two series.
    static let sample: Exposition = {
        var up = SegmentBuilder(.gauge("litellm_up", help: "Whether the proxy was understood."))
        up.render { $0.sample(1) }
        var remaining = SegmentBuilder(
            .gauge("litellm_team_budget_remaining_usd", unit: .usd, help: "Limit less spend."))
        remaining.render { $0.sample(LabelBlock(["team_id": "t-1", "team_alias": "Red \"quoted\" team"]), -0.25) }
        return Exposition([up.finish(), remaining.finish()])
    }()

    /// A page of at least so many bytes, in blocks of 16 KiB.
    static func large(bytes: Int, identityLimit: Int = Exposition.Builder.defaultIdentityLimit) -> Exposition {
        let label = String(repeating: "budget ", count: 292)
        var info = SegmentBuilder(.gauge("litellm_team_info", help: "Large."))
        for block in 0..<(bytes / (16 << 10) + 1) {
            info.render { writer in
                for line in 0..<8 {
                    writer.sample(LabelBlock(["team_id": "t-\(block)-\(line)", "team_alias": label]), 1)
                }
            }
        }
        return Exposition([info.finish()], identityLimit: identityLimit)
    }

    func text(_ format: ExpositionFormat = .text004) -> String {
        String(decoding: body(format, .identity).bytes, as: UTF8.self)
    }
}

extension Snapshot {
    static func sample(at time: ManualTime) -> Snapshot {
        Snapshot(exposition: .sample, report: .sample(at: time), madeAt: time.uptime)
    }
}

extension Report {
    /// Before the first sweep.
    static func empty(at time: ManualTime) -> Report {
        var report = Report(time: time.now(), uptime: time.uptime)
        report.sources = [SourceStatus(.keys, interval: .seconds(60)), SourceStatus(.teams, interval: .seconds(30))]
        return report
    }

    /// Two sources, one of which fails, and a team of each kind of limit.
    static func sample(at time: ManualTime) -> Report {
        var report = Report.empty(at: time)
        report.proxyIsUp = true
        report.isReady = true
        report.sources[0].isUp = false
        report.sources[0].failure = .refused
        report.sources[1].isUp = true
        report.sources[1].accounts = 3
        report.sources[1].lastSuccess = time.now() - .seconds(7)

        var limited = Account(
            id: .team("t-1"), identity: Account.Identity(alias: "Red team", organizationID: "org-1"),
            budget: Budget(
                limit: .limited(100), softLimit: 80, duration: "30d",
                resetsAt: Timestamp(rfc3339: "2026-12-01T00:00:00Z")),
            spend: 112.5)
        limited.isBlocked = false
        limited.history = AccountHistory(spendTotal: 612.5, exhaustedSince: time.now() - .seconds(3600))
        var unlimited = Account(id: .team("t-2"), budget: Budget(limit: .unlimited), spend: 3)
        unlimited.history = AccountHistory(
            spendTotal: 3,
            outlooks: [Outlook(window: SpendWindow(label: "1h", duration: .seconds(3600)), ratePerSecond: 0.0005)])
        let unknown = Account(
            id: .team("t-3"), identity: Account.Identity(alias: ""), budget: Budget(limit: .unknown), spend: nil)
        report.accounts[.team] = [limited, unlimited, unknown]
        return report
    }
}

extension SourceStatus.Failure {
    static let refused = with(explanation: "the exporter's key was refused")

    static func with(explanation: String) -> SourceStatus.Failure {
        SourceStatus.Failure(AdminError(.keyList, .unauthorized, status: 401, explanation: explanation))
    }
}
