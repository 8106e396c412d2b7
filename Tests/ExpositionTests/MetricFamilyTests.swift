import Testing

@testable import Exposition

@Suite("Metric families")
struct MetricFamilyTests {
    @Test(
        "A name that breaks a rule is refused",
        arguments: [
            ("", MetricType.gauge), ("Team_spend", .gauge), ("9a", .gauge), ("_a", .gauge), ("a:b", .gauge),
            ("a-b", .gauge),
            ("spend_total", .gauge), ("spend_total", .histogram), ("spend", .counter), ("_total", .counter),
            ("requests_count", .gauge), ("requests_sum", .gauge), ("requests_bucket", .gauge), ("a_created", .gauge),
            ("a_total_total", .counter), ("a_count_total", .counter), ("a_sum", .histogram),
        ])
    func refusedNames(name: String, type: MetricType) {
        #expect(MetricFamily.problem(name: name, type: type, help: "Help.") != nil)
    }

    @Test(
        "These names keep the rules",
        arguments: [
            ("litellm_up", MetricType.gauge), ("litellm_team_spend_usd_total", .counter), ("process_open_fds", .gauge),
            ("litellm_team_info", .gauge), ("litellm_remaining_team_budget_metric", .gauge), ("a_seconds", .histogram),
        ])
    func acceptedNames(name: String, type: MetricType) {
        #expect(MetricFamily.problem(name: name, type: type, help: "Help.") == nil)
    }

    @Test("A help text is not empty and has no spaces at its ends", arguments: ["", " a", "a ", "a\n", "\t"])
    func refusedHelp(help: String) {
        #expect(MetricFamily.problem(name: "a", type: .gauge, help: help) != nil)
    }

    @Test("The name without _total is OpenMetrics' name of a counter")
    func openMetricsName() {
        #expect(MetricFamily.counter("a_usd_total", help: "A.").openMetricsName == "a_usd")
        #expect(MetricFamily.gauge("a_usd", help: "A.").openMetricsName == "a_usd")
    }

    @Test(
        "A unit is stated where the name ends in it",
        arguments: [
            (MetricFamily.gauge("a_usd", unit: .usd, help: "A."), "usd" as String?),
            (.counter("a_usd_total", unit: .usd, help: "A."), "usd"),
            (.gauge("rate_usd_per_second", unit: .usdPerSecond, help: "A."), "usd_per_second"),
            (.gauge("a_metric", unit: .usd, help: "A."), nil),
            (.gauge("usd", unit: .usd, help: "A."), nil),
            (.gauge("busd", unit: .usd, help: "A."), nil),
            (.gauge("a_usd", help: "A."), nil),
        ])
    func statedUnit(family: MetricFamily, unit: String?) {
        let head = String(decoding: family.openMetricsHead.identity, as: UTF8.self)
        let line = unit.map { "# UNIT \(family.openMetricsName) \($0)\n" } ?? ""
        #expect(
            head
                == "# TYPE \(family.openMetricsName) \(family.type.rawValue)\n\(line)# HELP \(family.openMetricsName) A.\n"
        )
    }

    @Test("Families that would share a name are found")
    func collisions() {
        func names(_ families: [MetricFamily]) -> [String] { MetricFamily.collisions(in: families) }
        let gauge = MetricFamily.gauge("spend_usd", help: "A.")
        let counter = MetricFamily.counter("spend_usd_total", help: "B.")
        let histogram = MetricFamily.histogram("spend", help: "C.")
        #expect(names([gauge, .gauge("other", help: "D."), histogram]) == [])
        #expect(names([gauge, gauge, gauge]) == ["spend_usd"])
        #expect(names([gauge, counter]) == ["spend_usd"])
        #expect(names([counter, counter]) == ["spend_usd", "spend_usd_created", "spend_usd_total"])
        #expect(names([histogram, .counter("spend_total", help: "E.")]) == ["spend", "spend_created"])
    }
}
