import Testing

/// That the unit tests of the rules, which promtool runs, leave none out.
@Suite struct RuleTestCoverageTests {
    @Test("every alert is seen to fire with its whole text, and not to")
    func cases() throws {
        let cases = try RuleTestFile.allCases()
        for name in Set(try RuleFile.read().alerts.compactMap(\.alert)) {
            let own = cases.filter { $0.alertname == name }
            let firing = own.flatMap { $0.expected ?? [] }
            #expect(!firing.isEmpty, "\(name) never fires")
            #expect(firing.allSatisfy { $0.annotations?.count == 4 }, "\(name): texts are missing")
            #expect(own.contains { ($0.expected ?? []).isEmpty }, "\(name) is never seen to be silent")
        }
    }

    @Test("every alert that the tests name exists")
    func names() throws {
        let names = Set(try RuleFile.read().alerts.compactMap(\.alert))
        for name in Set(try RuleTestFile.allCases().map(\.alertname)) {
            #expect(names.contains(name), "\(name)")
        }
    }

    @Test("what inhibits and what is inhibited exists and has every label that must be equal")
    func inhibitions() throws {
        let names = Set(try RuleFile.read().alerts.compactMap(\.alert))
        let firing = try RuleTestFile.allCases().flatMap { one in (one.expected ?? []).map { (one.alertname, $0) } }
        for rule in try RoutingExample.read().inhibitions {
            let concerned = RoutingExample.Inhibition.alerts(rule.sources + rule.targets)
            #expect(!concerned.isEmpty && !rule.equal.isEmpty)
            for name in concerned {
                #expect(names.contains(name), "\(name)")
                for (_, alert) in firing.filter({ $0.0 == name }) {
                    for label in rule.equal where label != "cluster" {
                        #expect(alert.labels?[label]?.isEmpty == false, "\(name) has no \(label)")
                    }
                }
            }
        }
    }

    @Test("an exporter's trouble silences nothing about another proxy, but for what is about all of them")
    func proxies() throws {
        let ofAll: Set<String> = ["LiteLLMBudgetExporterAbsent", "LiteLLMBudgetThresholdsMissing"]
        for rule in try RoutingExample.read().inhibitions {
            let isOfAll = ofAll.isSuperset(of: RoutingExample.Inhibition.alerts(rule.sources))
            #expect(rule.equal.contains("cluster") != isOfAll, "\(rule.sources)")
        }
    }
}
