import TestSupport
import Testing

/// The rules of Grafana's dashboard-linter, held against the files as they are, with no exclusion.
@Suite struct LinterTests {
    static let dashboards: [LintedDashboard] = ShippedDashboards.all.map { dashboard in
        let text = GeneratedDocument(dashboard.path).text
        return LintedDashboard(path: dashboard.path, json: (try? JSON.parse(text)) ?? .null)
    }

    @Test("template-datasource-rule: the data source is a variable", arguments: dashboards)
    func dataSourceVariable(dashboard: LintedDashboard) {
        let sources = dashboard.variables.filter { $0["type"].text == "datasource" }
        #expect(sources.map { $0["name"].text } == ["datasource"])
        #expect(sources.first?["label"].text == "Data source")
        #expect(sources.first?["query"].text == "prometheus")
    }

    @Test(
        "template-job-rule and template-instance-rule: both are variables of many values", arguments: dashboards,
        [("job", "Job"), ("instance", "Instance")])
    func targetVariables(dashboard: LintedDashboard, variable: (name: String, label: String)) throws {
        let json = try #require(dashboard.variable(variable.name))
        #expect(json["datasource"]["uid"].text == "${datasource}")
        #expect(json["type"].text == "query")
        #expect(json["label"].text == variable.label)
        #expect(json["multi"].isTrue)
        #expect(json["allValue"].text == ".+")
    }

    @Test("template-label-promql-rule: what variables ask is PromQL", arguments: dashboards)
    func variableQueries(dashboard: LintedDashboard) throws {
        for variable in dashboard.variables where variable["type"].text == "query" {
            let query = try #require(VariableQuery(variable))
            #expect(try !PromQLSelector.contents(of: query.expression).selectors.isEmpty, "\(query)")
        }
    }

    @Test("template-on-time-change-reload-rule: variables follow the time range", arguments: dashboards)
    func reload(dashboard: LintedDashboard) {
        for variable in dashboard.variables where variable["type"].text == "query" {
            #expect(variable["refresh"] == 2, "\(variable["name"])")
        }
    }

    @Test("panel-datasource-rule: panels, their queries and annotations use the variable", arguments: dashboards)
    func panelDataSources(dashboard: LintedDashboard) {
        for panel in dashboard.panels where panel.type != "alertlist" {
            #expect(panel.json["datasource"]["uid"].text == "${datasource}", "\(panel.title)")
            for target in panel.targets { #expect(target["datasource"]["uid"].text == "${datasource}") }
        }
        for annotation in dashboard.json["annotations"]["list"].elements {
            #expect(annotation["datasource"]["uid"].text == "${datasource}")
        }
    }

    @Test("panel-title-description-rule: every panel says what it answers", arguments: dashboards)
    func descriptions(dashboard: LintedDashboard) {
        for panel in dashboard.panels {
            #expect(!panel.title.isEmpty)
            #expect((panel.json["description"].text ?? "").hasSuffix("."), "\(panel.title)")
        }
    }

    @Test("panel-units-rule: every panel has a unit that Grafana knows", arguments: dashboards)
    func units(dashboard: LintedDashboard) {
        for panel in dashboard.panels where panel.type != "alertlist" {
            for unit in panel.units { #expect(GrafanaUnits.valid.contains(unit), "\(panel.title): \(unit)") }
        }
    }

    @Test("panel-no-targets-rule: every panel asks something", arguments: dashboards)
    func targets(dashboard: LintedDashboard) {
        #expect(!dashboard.panels.isEmpty)
        for panel in dashboard.panels where panel.type != "alertlist" {
            #expect(!panel.expressions.isEmpty, "\(panel.title)")
            #expect(panel.expressions.count == panel.targets.count, "\(panel.title)")
        }
    }

    @Test("target-logql-rule and target-logql-auto-rule: nothing is asked of logs", arguments: dashboards)
    func logs(dashboard: LintedDashboard) {
        for panel in dashboard.panels {
            for target in panel.targets { #expect(target["datasource"]["type"].text == "prometheus") }
        }
    }

    @Test(
        "target-promql-rule, target-job-rule and target-instance-rule: every selector is of the chosen targets",
        arguments: dashboards)
    func selectors(dashboard: LintedDashboard) throws {
        for (place, expression) in dashboard.queries {
            let selectors = try PromQLSelector.contents(of: GrafanaVariables.replaced(in: expression)).selectors
            #expect(!selectors.isEmpty, "\(place)")
            for selector in selectors {
                for label in ["job", "instance"] {
                    let matcher = PromQLSelector.Matcher(label: label, comparison: "=~", value: "$\(label)")
                    #expect(selector.matchers.contains(matcher), "\(place): \(selector.name)")
                }
            }
        }
    }

    @Test(
        "target-rate-interval-rule and target-counter-agg-rule: counters are only seen by how they rise",
        arguments: dashboards)
    func counters(dashboard: LintedDashboard) throws {
        for (place, expression) in dashboard.queries {
            for selector in try PromQLSelector.contents(of: GrafanaVariables.replaced(in: expression)).selectors {
                switch selector.function {
                case "rate", "irate": #expect(selector.range == GrafanaVariables.rateInterval, "\(place)")
                case "increase": #expect(selector.range != nil, "\(place)")
                default: #expect(!selector.name.hasSuffix("_total"), "\(place): \(selector.name)")
                }
            }
        }
    }

    @Test("uneditable-dashboard: changes are made in the code", arguments: dashboards)
    func uneditable(dashboard: LintedDashboard) {
        #expect(dashboard.json["editable"] == false)
    }

    /// 17 rules are covered above: template-{datasource,job,instance,label-promql,on-time-change-reload}, panel-{datasource,
    /// title-description,units,no-targets}, target-{logql,logql-auto,promql,rate-interval,job,instance,counter-agg},
    /// uneditable.
    @Test("the rules find what is wrong")
    func rulesBite() throws {
        let bad = try PromQLSelector.contents(of: #"sum(rate(a_total{job="x"}[5m])) + b_total"#).selectors
        #expect(bad.map(\.range) == ["5m", nil])
        #expect(bad.map(\.function) == ["rate", nil])
        #expect(bad[0].matchers == [PromQLSelector.Matcher(label: "job", comparison: "=", value: "x")])
        #expect(bad[1].matchers.isEmpty)
        #expect(!GrafanaUnits.valid.contains("currency"))
    }
}
