import TestSupport
import Testing

/// The rules in `alerts/`, as the Prometheus Operator takes them.
@Suite struct PrometheusRuleDocumentTests {
    @Test("deploy/kubernetes/prometheusrule.yaml is what `make docs` writes")
    func isUpToDate() throws {
        let rules = GeneratedDocument("alerts/litellm-budget-alerts.yaml").text
        let groups = try #require(rules.firstRange(of: "\ngroups:\n"))
        let indented = rules[groups.lowerBound...].dropFirst().split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "  " + $0 }.joined(separator: "\n")
        let expected = """
            # Made by `make docs` from alerts/litellm-budget-alerts.yaml; change it there.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: litellm-budget-exporter
              labels:
                app.kubernetes.io/name: litellm-budget-exporter
            spec:

            """ + indented
        #expect(
            try GeneratedDocument("deploy/kubernetes/prometheusrule.yaml").matches(expected),
            "run `make docs` and commit what it changes")
    }
}
