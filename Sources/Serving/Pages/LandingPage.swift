import Polling
import Threading

/// The page for whoever opens the exporter's address: what it is, where its pages are, how its sources fare.
struct LandingPage {
    let configuration: ExporterServer.Configuration
    let availability: LatestSnapshot.Availability

    var source: String {
        HTML.document {
            HTML(.head) {
                HTML(.meta, [(.charset, "utf-8")])
                HTML(.meta, [(.name, "viewport"), (.content, "width=device-width, initial-scale=1")])
                HTML(.title) { "LiteLLM budget exporter" }
                HTML(.link, [(.rel, "stylesheet"), (.href, StyleRoute.path)])
            }
            HTML(.body) {
                if let banner = configuration.banner {
                    HTML(.p, [(.class, "banner"), (.role, "alert")]) { banner }
                }
                HTML(.header) {
                    HTML(.h1) { "LiteLLM budget exporter" }
                    HTML(.p) { "litellm-budget-exporter \(configuration.version)" }
                    HTML(.p) { "Watches the budgets of a LiteLLM proxy for Prometheus." }
                }
                HTML(.main) {
                    links
                    state
                }
            }
        }
    }

    private var links: HTML {
        HTML(.ul) {
            link(to: configuration.telemetryPath.text, "metrics for Prometheus")
            link(to: HealthPaths.healthy, "whether the exporter is alive")
            link(to: HealthPaths.ready, "whether it has read everything once")
            link(to: TeamsRoute.path, "teams and their budgets as JSON")
        }
    }

    private func link(to path: String, _ purpose: String) -> HTML {
        HTML(.li) {
            HTML(.a, [(.href, path)]) { path }
            ": \(purpose)"
        }
    }

    private var state: HTML {
        HTML(.section) {
            HTML(.h2) { "Sources" }
            switch availability {
            case .servable(let snapshot):
                HTML(.p) { "As of \(snapshot.report.time)." }
                table(snapshot.report.sources)
            case .unavailable(let reason):
                HTML(.p, [(.class, "failing")]) { reason.sentence }
            }
        }
    }

    private func table(_ sources: [SourceStatus]) -> HTML {
        HTML(.table) {
            HTML(.thead) {
                HTML(.tr) {
                    for title in ["Source", "State", "Accounts", "Last complete sweep"] {
                        HTML(.th, [(.scope, "col")]) { title }
                    }
                }
            }
            HTML(.tbody) {
                for status in sources {
                    row(status)
                }
            }
        }
    }

    private func row(_ status: SourceStatus) -> HTML {
        HTML(.tr) {
            HTML(.th, [(.scope, "row")]) { status.source.rawValue }
            HTML(.td, status.failure == nil ? [] : [(.class, "failing")]) { status.inWords }
            HTML(.td) { "\(status.accounts)" }
            HTML(.td) { status.lastSuccess?.description ?? "none yet" }
        }
    }
}

extension SourceStatus {
    fileprivate var inWords: String {
        if let failure { return "failing: \(failure.explanation)" }
        guard isUp != nil else { return "not read yet" }
        return isPartial ? "sees only a part: the exporter's key may not read the rest" : "up"
    }
}
