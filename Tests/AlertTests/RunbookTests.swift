import Budgets
import Exposition
import TestSupport
import Testing

@testable import Catalogue

/// The runbook, which links of alerts lead to.
@Suite struct RunbookTests {
    private let page: String
    private let file: RuleFile

    init() throws {
        page = try Repository.text("alerts/README.md")
        file = try RuleFile.read()
    }

    /// The text below each heading of the third level, by the heading.
    private var sections: [String: Substring] {
        var sections: [String: Substring] = [:]
        for part in page.split(separator: "\n### ").dropFirst() {
            let heading = part.prefix { $0 != "\n" }
            sections[String(heading)] = part[heading.endIndex...].split(separator: "\n## ").first ?? ""
        }
        return sections
    }

    @Test("every alert has a section of its own, and no other has")
    func sectionsAreAlerts() {
        #expect(sections.keys.sorted() == Set(file.alerts.compactMap(\.alert)).sorted())
    }

    @Test("a section says what the alert means, how to confirm it, what to do and when it is a false alarm")
    func parts() {
        for (name, text) in sections {
            for part in ["**Means.**", "**Confirm.**", "**Do.**", "**False alarm.**"] {
                #expect(text.contains(part), "\(name) has no \(part)")
            }
        }
    }

    @Test("its table of thresholds is that of the rules")
    func thresholds() {
        for rule in file.thresholds {
            let name = (rule.record ?? "").replacing("litellm_budget:threshold_", with: "")
            let value = rule.expr.dropFirst("vector(".count).dropLast()
            #expect(page.contains("| `\(name)` | `\(value)` |"), "\(name) is \(value)")
        }
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") && $0.contains("` | `") }
        #expect(rows.count == file.thresholds.count)
    }

    @Test("every metric that it names exists")
    func names() throws {
        let families =
            HealthFamilies.all.map(\.family) + AccountKind.allCases.flatMap { $0.families.map(\.family) }
        let known = file.recorded.union(families.map(\.name))
        for block in page.split(separator: "```promql\n").dropFirst() {
            let query = String(block.prefix(upTo: block.firstRange(of: "\n```")?.lowerBound ?? block.endIndex))
            for selector in try PromQLSelector.contents(of: query).selectors {
                #expect(known.contains(selector.name) || selector.name == "up", "\(selector.name)")
            }
        }
    }
}
