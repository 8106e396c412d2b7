import AlertStory
import TestSupport
import Testing
import Yams

/// The story is told by the shipped files, with all spans divided by one factor, and nothing else changed.
@Suite struct DivisionTests {
    private static let factor = Timescale.minutesAreSeconds.factor

    @Test("all that differs in the rules is spans, each divided by the factor")
    func rules() throws {
        let files = try AlertFiles.shipped()
        let differences = try Difference.between(files.rules, files.dividedRules(by: Self.factor))
        #expect(differences.count > 100)
        for difference in differences {
            let surprises = Self.surprises(difference)
            #expect(surprises.isEmpty, "\(difference): \(surprises)")
        }
    }

    /// Compares without the divider: piece by piece, old against new.
    private static func surprises(_ difference: Difference) -> [String] {
        guard let old = difference.old, let new = difference.new, let key = difference.path.last else {
            return ["came or went"]
        }
        if ["interval", "for", "keep_firing_for"].contains(key) {
            return isDivided(old, new) ? [] : ["not divided by \(factor)"]
        }
        guard key == "expr" || difference.path.contains("annotations") else { return ["no span"] }
        let pieces = (pieces(of: old), pieces(of: new))
        guard pieces.0.count == pieces.1.count else { return ["cut otherwise"] }
        return zip(pieces.0, pieces.1).compactMap { old, new in
            old == new || isDivided(old, new) ? nil : "\(old) -> \(new)"
        }
    }

    /// Words and numbers, and what is between them.
    private static func pieces(of text: String) -> [Substring] {
        text.matches(of: /[A-Za-z0-9_:.%]+|[^A-Za-z0-9_:.%]+/).map(\.output)
    }

    /// By hand, as Prometheus reads spans.
    private static func isDivided(_ old: some StringProtocol, _ new: some StringProtocol) -> Bool {
        if let old = Int(old), let new = Int(new) { return old == new * factor && old.isMultiple(of: 60) }
        let units = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        func milliseconds(_ text: some StringProtocol) -> Int? {
            let digits = text.prefix { $0.isNumber }
            guard let count = Int(digits), let unit = units[String(text.dropFirst(digits.count))] else { return nil }
            return count * unit
        }
        guard let old = milliseconds(old), let new = milliseconds(new) else { return false }
        return old == new * factor
    }

    @Test("no span of the rules is left as it was")
    func complete() throws {
        let files = try AlertFiles.shipped()
        let leaves = try Self.leaves(try Yams.compose(yaml: files.rules))
        let divided = try Self.leaves(try Yams.compose(yaml: files.dividedRules(by: Self.factor)))
        #expect(leaves.count == divided.count)
        var spans = 0
        for (old, new) in zip(leaves, divided) where Division.spanKeys.contains(old.key) || old.key == "expr" {
            let tokens = PromQLToken.tokens(of: old.text).filter { $0.kind == .duration }
            let after = PromQLToken.tokens(of: new.text).filter { $0.kind == .duration }
            spans += tokens.count
            for (before, after) in zip(tokens, after) { #expect(before != after, "\(old.text)") }
        }
        #expect(spans > 50)
        // A threshold in seconds that is no multiple of minutes, hours or days would not be divided. Clocks differ by what they
        // do, however fast the story is.
        let thresholds = try Difference.between(files.rules, files.dividedRules(by: Self.factor))
        for (index, record) in leaves.enumerated() where record.key == "record" && record.text.hasSuffix("_seconds") {
            guard record.text.contains(":threshold_"), !record.text.contains("clock_skew") else { continue }
            let expression = leaves[index + 1]
            #expect(
                thresholds.contains { $0.old == expression.text && $0.path.last == "expr" },
                "\(record.text) is \(expression.text)")
        }
    }

    private static func leaves(_ node: Node?, key: String = "") throws -> [(key: String, text: String)] {
        switch node {
        case .mapping(let mapping)?: try mapping.flatMap { try leaves($0.value, key: $0.key.string ?? "") }
        case .sequence(let sequence)?: try sequence.flatMap { try leaves($0, key: key) }
        case .scalar(let scalar)?: [(key, scalar.string)]
        default: []
        }
    }

    @Test("what differs in Alertmanager's file is spans, and where notifications go")
    func alertmanager() throws {
        let files = try AlertFiles.shipped()
        let divided = try files.dividedAlertmanager(by: Self.factor, webhookPort: 4)
        for difference in try Difference.between(files.alertmanager, divided) {
            if difference.path.first == "receivers" {
                let isAddress = difference.path.last == "url" || difference.path.last == "webhook_configs"
                #expect(isAddress && difference.new?.contains("http://127.0.0.1:4/") == true, "\(difference)")
            } else {
                let isSpan = ["group_wait", "group_interval", "repeat_interval"].contains(difference.path.last)
                #expect(isSpan && Self.isDivided(difference.old ?? "", difference.new ?? ""), "\(difference)")
            }
        }
    }

    @Test("what differs in Prometheus' file is spans and addresses")
    func prometheus() throws {
        let files = try AlertFiles.shipped()
        let divided = try files.dividedPrometheus(
            by: Self.factor, exporterPort: 1, alertmanagerPort: 2, rulesFile: "rules.yml")
        for difference in try Difference.between(files.prometheus, divided) {
            let isAddress = difference.path.contains("targets") || difference.path.first == "rule_files"
            let isPatience = difference.path.last == "scrape_timeout"
            #expect(
                isAddress || isPatience || Self.isDivided(difference.old ?? "", difference.new ?? ""), "\(difference)")
        }
    }

    @Test(
        "a file that says what cannot be divided is refused",
        arguments: [
            "groups: [{rules: [{alert: A, expr: x, for: soon}]}]", "groups: [{rules: [{alert: A, expr: 'x[100ms]'}]}]",
            "",
        ])
    func refused(yaml: String) {
        #expect(throws: Division.Failure.self) { try Division(by: 60).divided(yaml) }
    }

    @Test("expressions in texts are divided, the words around them are not")
    func templates() throws {
        let text =
            #"In 5m {{ with query `rate(x[5m]) * 3600` }}{{ . | first | value | printf "%60.2f" }}{{ end }} of 1h"#
        let divided =
            #"In 5m {{ with query `rate(x[5s]) * 60` }}{{ . | first | value | printf "%60.2f" }}{{ end }} of 1h"#
        #expect(try Division(by: 60).template(text) == divided)
    }
}
