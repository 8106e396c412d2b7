import TestSupport

extension ExpectedSeries {
    /// How a page differs, nothing more and nothing less than what is expected; and how many values are right.
    func compare(with page: ExpositionPage, now: Double) -> (right: Int, differences: [String]) {
        var found: [Name: Double] = [:]
        for family in page.families where !Self.isAboutExporter(family.name) && !Self.isHistory(family.name) {
            for sample in family.samples {
                found[Name(sample.series.name, sample.series.labels)] = sample.value
            }
        }
        var right = 0
        var differences: [String] = []
        for (name, expected) in values.sorted(by: { $0.key < $1.key }) {
            guard let value = found.removeValue(forKey: name) else {
                differences.append("missing: \(name) \(expected)")
                continue
            }
            if value == expected { right += 1 } else { differences.append("\(name) is \(value), not \(expected)") }
        }
        for (name, reset) in resets.sorted(by: { $0.key < $1.key }) {
            guard let hours = found.removeValue(forKey: name) else {
                differences.append("missing: \(name)")
                continue
            }
            // Rendered to the minute, at most a heartbeat ago.
            let age = now - (reset - hours * 3600)
            if (-1...90).contains(age) { right += 1 } else { differences.append("\(name) is \(hours) h: \(age) s old") }
        }
        return (right, differences + found.keys.sorted().map { "unexpected: \($0) \(found[$0] ?? 0)" })
    }

    /// What the exporter has learnt from looking on, which no table of LiteLLM's holds.
    static func isHistory(_ family: String) -> Bool {
        [
            "_spend_usd_total", "_budget_resets_total", "_budget_exhausted_since_timestamp_seconds",
            "_budget_period_start_timestamp_seconds", "_spend_rate_usd_per_second",
            "_budget_exhaustion_timestamp_seconds", "_budget_exhausts_before_reset", "_budget_projected_spend_usd",
        ].contains { family.hasSuffix($0) }
    }

    static func isAboutExporter(_ family: String) -> Bool {
        family == "litellm_up" || family.hasPrefix("litellm_budget_exporter_") || family.hasPrefix("process_")
    }
}
