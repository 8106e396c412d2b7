import Testing

/// The pictures of dashboards are only worth a look when they write and colour as Grafana does.
@Suite struct PictureTests {
    @Test(
        "numbers are written as Grafana writes them",
        arguments: [
            ("currencyUSD", 1254.3, nil, "$1.25K"), ("currencyUSD", 12.34, nil, "$12.3"),
            ("currencyUSD", -0.01, 2, "-$0.01"), ("currencyUSD", 0, 2, "$0.00"), ("percentunit", 0.7841, 1, "78.4%"),
            ("short", 20_000, nil, "20 K"), ("bytes", 64 * 1_048_576, nil, "64 MiB"), ("s", 0.0375, nil, "37.5 ms"),
            ("s", 5000, nil, "1.39 hours"), ("reqps", 0.994, nil, "0.994 req/s"),
            ("dtdurations", 3725, 1, "1 hour, 2 minutes"), ("dtdurations", 0, 1, "0 seconds"),
            ("dateTimeFromNow", 1_007_200_000, nil, "in 2 hours"), ("dateTimeFromNow", 740_800_000, nil, "3 days ago"),
            ("none", 3, nil, "3"),
        ] as [(String, Double, Int?, String)])
    func values(unit: String, value: Double, decimals: Int?, text: String) {
        #expect(ValueText(unit: unit, decimals: decimals, now: 1_000_000).text(value) == text)
    }

    @Test("the last override that matches a field holds, else the panel's defaults")
    func overrides() throws {
        let panel = LintedPanel(
            json: try JSON.parse(
                #"""
                {"fieldConfig": {
                  "defaults": {"unit": "s", "custom": {"lineWidth": 1}},
                  "overrides": [
                    {"matcher": {"id": "byRegexp", "options": "/, limit$/"}, "properties": [{"id": "unit", "value": "none"}]},
                    {"matcher": {"id": "byFrameRefID", "options": "B"}, "properties": [{"id": "unit", "value": "bytes"}]}
                  ]}}
                """#))
        #expect(FieldSettings(panel, name: "a", refID: "A")["unit"].text == "s")
        #expect(FieldSettings(panel, name: "a, limit", refID: "A")["unit"].text == "none")
        #expect(FieldSettings(panel, name: "a, limit", refID: "B")["unit"].text == "bytes")
        #expect(FieldSettings(panel, name: "a", refID: "A")["custom.lineWidth"] == 1)
    }

    @Test("names of accounts are only ever text, and a panel without an answer says so")
    func hostileNames() throws {
        let series = PrometheusQueries.Series(
            labels: ["team": "<script>alert(1)</script>", "team_id": "a"], times: [0], values: [1])
        for panel in LinterTests.dashboards.flatMap(\.panels) where panel.type != "alertlist" {
            func html(_ series: [PrometheusQueries.Series]) -> String {
                let queries = panel.targets.map { target in
                    PanelAnswers.Query(
                        refID: target["refId"].text ?? "", legend: target["legendFormat"].text ?? "", series: series)
                }
                return PanelPicture(
                    panel: panel, answers: PanelAnswers(queries: queries), theme: .dark, range: 0...3600,
                    annotations: [], width: 600, height: 300
                ).html
            }
            #expect(!html([series]).contains("<script"), "\(panel.title)")
            #expect(html([]).contains("class=\"notice\""), "\(panel.title)")
        }
    }
}
