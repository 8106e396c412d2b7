import TestSupport
import Testing

/// What else makes a file fit for import, for provisioning and for a sidecar alike.
@Suite struct ConventionTests {
    private static let dashboards = LinterTests.dashboards

    @Test("files name no one Grafana and no one data source", arguments: dashboards)
    func isPortable(dashboard: LintedDashboard) {
        for member in ["id", "__inputs", "__requires", "version", "iteration"] {
            #expect(dashboard.json[member] == .null, "\(member)")
        }
        #expect(dashboard.path == "dashboards/\(dashboard.json["uid"].text ?? "").json")
    }

    @Test("each dashboard links to all others, and keeps what was chosen", arguments: dashboards)
    func links(dashboard: LintedDashboard) {
        #expect(dashboard.json["tags"] == ["litellm-budget"])
        let link = dashboard.json["links"].elements.first
        #expect(link?["tags"] == ["litellm-budget"])
        #expect(link?["includeVars"] == true)
    }

    @Test("links lead to dashboards that there are", arguments: dashboards)
    func linkedDashboards(dashboard: LintedDashboard) {
        let uids = Set(Self.dashboards.compactMap { $0.json["uid"].text })
        for match in dashboard.json.fileText.matches(of: #/"/d/([a-z-]+)/#) {
            #expect(uids.contains(String(match.1)))
        }
    }

    @Test("alerts link to dashboards that there are, by a variable whose values are the label that they give it")
    func alertLinks() throws {
        let rules = GeneratedDocument("alerts/litellm-budget-alerts.yaml").text.split(separator: "\n")
        let links = rules.filter { $0.contains("dashboard_url:") }.compactMap { $0.split(separator: "/d/").last }
        #expect(!links.isEmpty)
        for link in links {
            let uids = link.matches(of: #/litellm-budget(s|-[a-z]+)/#).map { String($0.0) }
            #expect(!uids.isEmpty, "\(link)")
            for uid in uids {
                let dashboard = try #require(Self.dashboards.first { $0.json["uid"].text == uid }, "\(link)")
                for match in link.matches(of: #/\$labels\.([a-z_]+) }}\?var-([a-z_]+)=/#) {
                    let pattern = try #require(dashboard.variable(String(match.2)), "\(link)")["regex"].text ?? ""
                    #expect(pattern.contains(#"\#(match.1)="(?<value>"#), "\(uid): \(match.2) is not a \(match.1)")
                }
            }
        }
        #expect(links.contains { $0.contains("litellm-budget-team") && $0.contains("var-team=") })
    }

    @Test("panels lie on the grid, none upon another", arguments: dashboards)
    func grid(dashboard: LintedDashboard) throws {
        var taken: Set<[Int]> = []
        for panel in dashboard.panels {
            let place = panel.json["gridPos"]
            guard case .integer(let x) = place["x"], case .integer(let y) = place["y"],
                case .integer(let width) = place["w"], case .integer(let height) = place["h"]
            else {
                Issue.record("\(panel.title) has no place")
                continue
            }
            #expect(x + width <= 24, "\(panel.title)")
            for column in x..<x + width {
                for row in y..<y + height {
                    #expect(taken.insert([column, row]).inserted, "\(panel.title)")
                }
            }
        }
        #expect(Set(dashboard.panels.map(\.title)).count == dashboard.panels.count)
    }

    @Test("every name that is asked for is in the catalogue, and so are the labels", arguments: dashboards)
    func names(dashboard: LintedDashboard) throws {
        let catalogue = CataloguedFamilies()
        let variables = dashboard.variables.compactMap(VariableQuery.init).map { ("a variable", $0.expression) }
        for (place, expression) in dashboard.queries.map({ ($0.place, $0.expression) }) + variables {
            for selector in try PromQLSelector.contents(of: GrafanaVariables.replaced(in: expression)).selectors {
                guard let labels = catalogue.labels[selector.name] else {
                    Issue.record("\(place): no family \(selector.name)")
                    continue
                }
                let unknown = Set(selector.matchers.map(\.label)).subtracting(labels + ["job", "instance"])
                #expect(unknown.isEmpty, "\(place): \(selector.name) has no \(unknown)")
            }
        }
    }
}
