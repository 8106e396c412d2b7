import TestSupport
import Testing

extension ExpositionPage {
    /// The sources that are read here.
    static let sources = ["teams", "keys", "proxy"]

    func isUp(_ source: String) -> Bool {
        self["litellm_budget_exporter_source_up", ["source": source]] == 1
    }

    /// Whether all teams and keys of ``SimulatedLiteLLM`` are there, whatever is told of them.
    var describesAll: Bool {
        ["litellm_team_info", "litellm_key_info"].allSatisfy { samples(of: $0).count == 4 }
    }

    func sweeps(_ source: String, _ outcome: String) -> Double {
        self["litellm_budget_exporter_sweeps_total", ["source": source, "outcome": outcome]] ?? 0
    }

    /// What is told of accounts, but for hours until something, which move by themselves.
    var numbers: [Series: Double] {
        var numbers: [Series: Double] = [:]
        for family in families
        where family.name.hasPrefix("litellm_") && !family.name.hasPrefix("litellm_budget_exporter_")
            && family.name != "litellm_up" && !family.name.hasSuffix("_hours_metric")
        {
            for sample in family.samples { numbers[sample.series] = sample.value }
        }
        return numbers
    }

    /// How often reading failed, by the reason.
    var failures: [String: Double] {
        var failures: [String: Double] = [:]
        for sample in samples(of: "litellm_budget_exporter_upstream_errors_total") where sample.value > 0 {
            failures[sample.series.labels["reason"] ?? "", default: 0] += sample.value
        }
        return failures
    }

    /// Expects no number that was not told before, and none that differs; some may be missing.
    func expectNothingBut(
        _ numbers: [Series: Double], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (series, value) in self.numbers where numbers[series] != value {
            let known = numbers[series].map { "\($0)" } ?? "nothing"
            Issue.record("\(series): \(value), where \(known) was told", sourceLocation: sourceLocation)
        }
    }

    /// Expects so many dollars more in each counter of spend than before, and no reset.
    func expectTotals(
        of before: ExpositionPage, plus dollars: Double, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for kind in ["team", "key", "proxy"] {
            let totals = before.samples(of: "litellm_\(kind)_spend_usd_total")
            #expect(!totals.isEmpty, sourceLocation: sourceLocation)
            for total in totals {
                let now = self[total.series.name, total.series.labels]
                #expect(now == total.value + dollars, "\(total.series)", sourceLocation: sourceLocation)
            }
            let resets = samples(of: "litellm_\(kind)_budget_resets_total")
            #expect(resets.allSatisfy { $0.value == 0 }, sourceLocation: sourceLocation)
        }
    }
}
