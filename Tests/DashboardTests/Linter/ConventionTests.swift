import LiteLLMAdmin
import Polling
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

    @Test("a link to a team keeps the job and the instance", arguments: dashboards)
    func teamLinks(dashboard: LintedDashboard) {
        for panel in dashboard.panels {
            let properties = panel.json["fieldConfig"]["overrides"].elements.flatMap { $0["properties"].elements }
            let links = properties.filter { $0["id"].text == "links" }.flatMap { $0["value"].elements }
            for url in links.compactMap({ $0["url"].text }) where url.contains("litellm-budget-team") {
                #expect(url.contains("&${job:queryparam}&${instance:queryparam}&"), "\(panel.title)")
            }
        }
    }

    @Test("no series of a chart has a colour of Grafana's palettes", arguments: dashboards)
    func colors(dashboard: LintedDashboard) {
        let ours = Palette.series + [Palette.vermilion, Palette.grey, Palette.text]
        for panel in dashboard.panels where panel.type == "timeseries" {
            let config = panel.json["fieldConfig"]
            let properties = config["overrides"].elements.flatMap { $0["properties"].elements }
            let overrides = properties.filter { $0["id"].text == "color" }.map { $0["value"] }
            for color in [config["defaults"]["color"]] + overrides {
                #expect(["fixed", "shades"].contains(color["mode"].text ?? ""), "\(panel.title)")
                #expect(ours.contains(color["fixedColor"].text ?? ""), "\(panel.title)")
            }
        }
    }

    @Test("sources, endpoints and failures have colours of their own, and no failure has that of what is well")
    func colorsOfClosedSets() throws {
        let panels = LinterTests.dashboards[3].panels
        func expectColors(_ title: String, _ names: [String], areOfFailures: Bool = false) throws {
            let panel = try #require(panels.first { $0.title == title })
            let usual = panel.json["fieldConfig"]["defaults"]["color"]
            for name in names {
                let color = FieldSettings(panel, name: name)["color"]
                #expect(color != usual, "\(title): \(name)")
                let isWell = [Palette.blue, Palette.sky, Palette.green].contains(color["fixedColor"].text ?? "")
                #expect(!areOfFailures || !isWell, "\(title): \(name)")
            }
        }
        let sources = SourceID.allCases.map(\.rawValue)
        try expectColors("Age of the numbers", sources)
        try expectColors("Time a sweep takes of its interval", sources)
        try expectColors("How often sources are read", sources)
        try expectColors("Accounts", sources)
        try expectColors("Sweeps by outcome", ["complete"])
        try expectColors("Sweeps by outcome", ["incomplete", "failed"], areOfFailures: true)
        try expectColors("How long LiteLLM takes", Endpoint.allCases.map(\.path))
        try expectColors("Failed requests", AdminError.Reason.allCases.map(\.rawValue), areOfFailures: true)
        for rejection in Rejection.allCases {
            try expectColors("Accounts not taken", sources.map { "\($0): \(rejection.rawValue)" }, areOfFailures: true)
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

    @Test("an empty panel says what that means, and an empty cell of a table nothing", arguments: dashboards)
    func absence(dashboard: LintedDashboard) {
        for panel in dashboard.panels where panel.type != "alertlist" {
            let words = panel.json["fieldConfig"]["defaults"]["noValue"].text ?? ""
            #expect(!words.isEmpty, "\(panel.title)")
            #expect(panel.type != "stat" || words.count <= 24, "\(panel.title) has no room for them")
            guard panel.type == "table" else { continue }
            let options = panel.json["transformations"].elements.last?["options"] ?? .null
            for column in options["indexByName"].members.map(\.name) {
                let title = options["renameByName"][column].text ?? column
                #expect(FieldSettings(panel, name: title)["noValue"].text == "", "\(panel.title): \(title)")
            }
        }
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
