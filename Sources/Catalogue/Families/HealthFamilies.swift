import Budgets
import Exposition
import Polling
import Threading

/// How fresh and how whole the numbers are, and what getting them costs the proxy.
enum HealthFamilies {
    private static let prefix = "litellm_budget_exporter_"

    static let all: [ReportFamily] = proxy + reloads + sources + upstream

    private static let proxy: [ReportFamily] = [
        ReportFamily(
            .gauge(
                "litellm_up",
                help:
                    "Whether the last finished attempt to read LiteLLM was authorised and understood: 1 if so, else 0.")
        ) { report, writer in
            writer.sample(report.proxyIsUp.sample)
        },
        ReportFamily(
            .gauge(prefix + "build_info", help: "The exporter's version, as a label; always 1."), labels: ["version"]
        ) { _, writer in
            writer.sample(LabelBlock(["version": ExporterVersion.current]), 1)
        },
        ReportFamily(
            .gauge(
                prefix + "clock_skew_seconds", unit: .seconds,
                help:
                    "The exporter's clock less LiteLLM's, from the Date header of its answers, to about half a second.")
        ) { report, writer in
            if let skew = report.clockSkew { writer.sample(skew) }
        },
        ReportFamily(
            .gauge(
                prefix + "key_expires_timestamp_seconds", unit: .seconds,
                help: "When the key that the exporter itself uses stops working, as Unix time; absent when it does not"
                    + " expire or LiteLLM does not tell.")
        ) { report, writer in
            if let expiry = report.ownKeyExpiry { writer.sample(expiry.unixSeconds) }
        },
        ReportFamily(
            .gauge(
                prefix + "details_round_seconds", unit: .seconds,
                help: "How long the last complete background round took, in which accounts are read one by one for what"
                    + " lists do not tell; absent before the first.")
        ) { report, writer in
            if let round = report.detailsRound { writer.sample(round.seconds) }
        },
        ReportFamily(
            .gauge(
                prefix + "state_up",
                help:
                    "Whether what histories are made of can be kept over a restart: 1 if so, else 0; absent when that is"
                    + " switched off.")
        ) { report, writer in
            if let isUp = report.stateIsUp { writer.sample(isUp.sample) }
        },
        ReportFamily(
            .gauge(
                prefix + "dropped_accounts",
                help: "How many accounts of a kind are polled but not shown, because there are more than its limit."),
            labels: ["kind"]
        ) { report, writer in
            for kind in AccountKind.allCases {
                guard let dropped = report.dropped[kind] else { continue }
                writer.sample(LabelBlock(["kind": kind.rawValue]), Double(dropped))
            }
        },
    ]

    private static let reloads: [ReportFamily] =
        reload("config", of: "the configuration", "SIGHUP or POST /-/reload") { $0.configurationReload }
        + reload("certificate", of: "the web configuration with its certificates", "a change of its files") {
            $0.certificateReload
        }

    private static func reload(
        _ name: String, of what: String, _ cause: String, _ status: @escaping @Sendable (Report) -> ReloadStatus?
    ) -> [ReportFamily] {
        [
            ReportFamily(
                .gauge(
                    prefix + "\(name)_last_reload_successful",
                    help:
                        "Whether \(what) could be taken when last read, at the start or by \(cause): 1 if so, 0 if the one"
                        + " before stays in force, which the log explains.")
            ) { report, writer in
                if let status = status(report) { writer.sample(status.isSuccessful.sample) }
            },
            ReportFamily(
                .gauge(
                    prefix + "\(name)_last_reload_success_timestamp_seconds", unit: .seconds,
                    help: "When \(what) in force was read, as Unix time.")
            ) { report, writer in
                if let status = status(report) { writer.sample(status.succeededAt.unixSeconds) }
            },
        ]
    }

    private static let sources: [ReportFamily] = [
        .bySource(
            .gauge(
                prefix + "source_up",
                help:
                    "Whether the last finished sweep of a source brought anything: 1 if so, 0 if it failed or none has"
                    + " finished yet.")
        ) { ($0.isUp ?? false).sample },
        .bySource(
            .gauge(
                prefix + "source_partial",
                help:
                    "Whether there are accounts that the exporter's key may not see: 1 if so, else 0. Its user then needs"
                    + " the role proxy_admin_viewer.")
        ) { $0.isPartial.sample },
        .bySource(
            .gauge(
                prefix + "source_last_success_timestamp_seconds", unit: .seconds,
                help: "When the last complete sweep of a source ended, as Unix time; absent before the first.")
        ) { $0.lastSuccess?.unixSeconds },
        .bySource(
            .gauge(prefix + "source_accounts", help: "How many accounts a source knows, shown or not.")
        ) { Double($0.accounts) },
        .bySource(
            .gauge(
                prefix + "sweep_duration_seconds", unit: .seconds,
                help: "How long the last sweep of a source took, its rests included.")
        ) { $0.lastSweepDuration?.seconds },
        .bySource(
            .gauge(
                prefix + "sweep_interval_seconds", unit: .seconds,
                help: "How often a source is really swept: at the configured interval, or less often where the proxy is"
                    + " slow. Numbers are at most this old while all is well.")
        ) { $0.interval.seconds },
        ReportFamily(
            .counter(prefix + "sweeps_total", help: "Sweeps of a source that have ended, by their outcome."),
            labels: ["source", "outcome"]
        ) { report, writer in
            for status in report.sources {
                for outcome in SourceStatus.Outcome.allCases {
                    writer.sample(
                        LabelBlock(["source": status.source.rawValue, "outcome": outcome.rawValue]),
                        Double(status.sweeps[outcome] ?? 0))
                }
            }
        },
        ReportFamily(
            .counter(
                prefix + "rejected_accounts_total",
                help: "Accounts that a sweep could not take as they were, by the reason."),
            labels: ["source", "reason"]
        ) { report, writer in
            for status in report.sources where status.source != .details {
                for rejection in Rejection.allCases {
                    writer.sample(
                        LabelBlock(["source": status.source.rawValue, "reason": rejection.rawValue]),
                        Double(status.rejections[rejection] ?? 0))
                }
            }
        },
    ]

    private static let upstream: [ReportFamily] = [
        ReportFamily(
            .counter(
                prefix + "upstream_requests_total",
                help: "Requests to LiteLLM, by the status of the answer; none when no answer came."),
            labels: ["endpoint", "code"]
        ) { report, writer in
            for (endpoint, code, count) in report.upstream.requests {
                writer.sample(LabelBlock(["endpoint": endpoint, "code": code]), Double(count))
            }
        },
        ReportFamily(
            .histogram(
                prefix + "upstream_request_duration_seconds", unit: .seconds,
                help: "How long requests to LiteLLM took, those without an answer included."),
            labels: ["endpoint"]
        ) { report, writer in
            for (endpoint, histogram) in report.upstream.durations {
                writer.histogram(
                    LabelBlock(["endpoint": endpoint]), upperBounds: Histogram.bounds,
                    counts: histogram.counts.map(UInt64.init), sum: histogram.sum)
            }
        },
        ReportFamily(
            .counter(prefix + "upstream_errors_total", help: "Requests to LiteLLM that failed, by the reason."),
            labels: ["endpoint", "reason"]
        ) { report, writer in
            for (endpoint, reason, count) in report.upstream.failures {
                writer.sample(LabelBlock(["endpoint": endpoint, "reason": reason]), Double(count))
            }
        },
    ]
}
