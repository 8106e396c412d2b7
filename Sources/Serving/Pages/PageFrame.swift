/// What all pages for people have around what they tell.
struct PageFrame: Sendable {
    let configuration: ExporterServer.Configuration
    /// The title, without the name of the program.
    let title: String
    /// The way from the page to the pages that stand at the root: links are relative, so that they also hold where a proxy
    /// serves the exporter under a path of its own.
    let root: String

    private static let name = "LiteLLM budget exporter"

    func document(_ content: HTML) -> String {
        HTML.document {
            HTML(.head) {
                HTML(.meta, [(.charset, "utf-8")])
                HTML(.meta, [(.name, "viewport"), (.content, "width=device-width, initial-scale=1")])
                HTML(.title) { "\(title) · \(Self.name)" }
                HTML(.link, [(.rel, "icon"), (.href, path(StaticRoute.icon.path)), (.type, "image/svg+xml")])
                HTML(.link, [(.rel, "stylesheet"), (.href, path(StaticRoute.style.path))])
                HTML(.script, [(.src, path(StaticRoute.script.path)), (.defer, "")])
            }
            HTML(.body) {
                HTML(.a, [(.class, "skip"), (.href, "#main")]) { "Skip to the content" }
                if let banner = configuration.banner {
                    HTML(.p, [(.class, "banner"), (.role, "alert")]) { banner }
                }
                HTML(.header) {
                    HTML(.a, [(.class, "brand"), (.href, path("/"))]) { Self.name }
                    navigation
                }
                HTML(.main, [(.id, "main"), (.tabindex, "-1")]) { content }
                HTML(.footer) {
                    HTML(.p) {
                        "litellm-budget-exporter \(configuration.version). Times are in UTC, amounts in US dollars."
                    }
                }
            }
        }
    }

    private var navigation: HTML {
        HTML(.nav, [(.ariaLabel, "Exporter")]) {
            HTML(.ul) {
                link("/", "Budgets")
                link(configuration.telemetryPath.text, "Metrics")
                link(TeamsRoute.path, "JSON")
                link(HealthPaths.healthy, "Health")
                link(HealthPaths.ready, "Readiness")
                HTML(.li) { HTML(.a, [(.href, path("/") + "#help")]) { "Help" } }
            }
        }
    }

    private func link(_ target: String, _ title: String) -> HTML {
        HTML(.li) { HTML(.a, [(.href, path(target))]) { title } }
    }

    /// A path of the exporter's, relative to the page.
    func path(_ absolute: String) -> String {
        root + absolute.dropFirst()
    }
}
