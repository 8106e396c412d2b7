import Budgets
import Exposition
import LiteLLMAdmin
import Polling
import TestSupport
import Testing

@testable import Catalogue

/// What every rule of the shipped file keeps to.
@Suite struct RuleConventionTests {
    private let file: RuleFile
    /// The types of all families, by the names of their samples.
    private let types: [String: MetricType]

    init() throws {
        file = try RuleFile.read()
        let families =
            HealthFamilies.all.map(\.family) + AccountKind.allCases.flatMap { $0.families.map(\.family) }
            + ProcessFamilies.all.map(\.family)
        types = Dictionary(uniqueKeysWithValues: families.map { ($0.name, $0.type) })
    }

    /// Every expression: of the rules, and of the queries in the texts of alerts.
    private var expressions: [(title: String, expression: String)] {
        file.rules.flatMap { rule in
            [(rule.title, rule.expr)] + rule.queries.map { ("a text of \(rule.title)", $0) }
        }
    }

    @Test("every selector names the job")
    func jobs() throws {
        for (title, expression) in expressions {
            for selector in try PromQLSelector.contents(of: expression).selectors {
                #expect(
                    ["litellm-budget-exporter", "%q"].contains(selector.value(of: "job")), "\(title): \(selector.name)")
            }
        }
    }

    @Test("every metric is in the catalogue, or recorded, or Prometheus's own")
    func names() throws {
        let known = file.recorded.union(types.keys).union(["up", "ALERTS"])
        for (title, expression) in expressions {
            for selector in try PromQLSelector.contents(of: expression).selectors {
                #expect(known.contains(selector.name), "\(title) reads \(selector.name), which nobody tells")
            }
        }
    }

    @Test("every value of a label is one that the exporter tells, or that a rule records")
    func labelValues() throws {
        let kinds = AccountKind.allCases
        let windows = kinds.flatMap { LedgerTerms.standard.toldWindows(of: $0) }.map(\.label)
        let known: [String: Set<String>] = [
            "window": Set(windows), "source": Set(SourceID.allCases.map(\.rawValue)),
            "kind": Set(kinds.map(\.rawValue)), "cause": Set(BudgetReset.allCases.map(\.rawValue)),
            "reason": Set(AdminError.Reason.allCases.map(\.rawValue)),
            "detail": Set(file.rules.compactMap { $0.labels?["detail"] }),
        ]
        var seen: Set<String> = []
        for (title, expression) in expressions {
            for selector in try PromQLSelector.contents(of: expression).selectors {
                for matcher in selector.matchers {
                    guard let values = known[matcher.label], matcher.value != "%q" else { continue }
                    seen.insert(matcher.label)
                    let strange = Set(matcher.values).subtracting(values)
                    #expect(strange == [], "\(title): \(selector.name), \(matcher.label)")
                }
            }
        }
        for rule in file.rules {
            for (label, value) in rule.labels ?? [:] where known[label]?.contains(value) == false {
                Issue.record("\(rule.title) has the \(label) \(value)")
            }
        }
        #expect(seen == Set(known.keys))
    }

    @Test("every recorded name is used by another rule")
    func recordedNamesAreUsed() throws {
        for name in file.recorded {
            let isUsed = try file.rules.filter { $0.record != name }.contains { rule in
                try ([rule.expr] + rule.queries).contains { expression in
                    try PromQLSelector.contents(of: expression).selectors.contains { $0.name == name }
                }
            }
            #expect(isUsed, "nothing uses \(name)")
        }
    }

    @Test("counters are only read by how much they rise, gauges never so")
    func counters() throws {
        let rises: Set<String?> = ["increase", "rate", "irate"]
        for (title, expression) in expressions {
            for selector in try PromQLSelector.contents(of: expression).selectors {
                let isCounter = types[selector.name] == .counter
                #expect(
                    rises.contains(selector.function) == isCounter,
                    "\(title): \(selector.name) in \(selector.function ?? "nothing")")
            }
        }
    }

    @Test("every range holds two scrapes of the example")
    func ranges() throws {
        let interval = try #require(try ScrapeExample.read().scrapeInterval)
        for (title, expression) in expressions {
            for selector in try PromQLSelector.contents(of: expression).selectors {
                guard let range = selector.range else { continue }
                let length = try #require(PromQLDuration(range), "\(title): [\(range)]")
                #expect(length.seconds >= 2 * interval.seconds, "\(title): \(selector.name)[\(range)]")
            }
        }
    }

    @Test("only functions that Prometheus, Mimir and Thanos have had for long are used")
    func functions() throws {
        let stable: Set<String> = [
            "abs", "absent", "bottomk", "clamp_min", "count", "floor", "group", "increase", "label_join",
            "label_replace",
            "last_over_time", "max", "min", "min_over_time", "scalar", "sort_desc", "sum", "time", "topk",
            "vector",
        ]
        for (title, expression) in expressions {
            #expect(!(try PromQLToken.words(of: expression)).contains { $0.isSymbol("@") }, "\(title)")
            let used = try PromQLSelector.contents(of: expression).functions
            #expect(used.subtracting(stable) == [], "\(title)")
        }
    }

    @Test("no instance of a pair is summed with another")
    func pairs() throws {
        for (title, expression) in expressions {
            for selector in try PromQLSelector.contents(of: expression).selectors
            where ["sum", "count", "avg"].contains(selector.function) {
                #expect(file.recorded.contains(selector.name), "\(title): \(selector.name)")
            }
        }
    }

    @Test("every alert compares, or is about what is absent")
    func comparisons() throws {
        for alert in file.alerts {
            let words = try PromQLToken.words(of: alert.expr)
            #expect(words.contains(where: \.isComparison) || words.first?.text == "absent", "\(alert.title)")
        }
    }

    @Test("labels of alerts are fixed, and the severity is one of three")
    func labels() {
        for alert in file.alerts {
            // The kind tells two rules of one name and severity apart, which are about different kinds.
            let others = (alert.labels ?? [:]).filter { $0.key != "severity" }
            #expect(others.isEmpty || alert.expr.contains("kind=\"\(others["kind"] ?? "")\""), "\(alert.title)")
            #expect(["critical", "warning", "info"].contains(alert.labels?["severity"]), "\(alert.title)")
        }
    }

    @Test("names begin with the same word and have no other characters than letters and digits")
    func alertNames() {
        #expect(file.alerts.count >= 24)
        for name in file.alerts.compactMap(\.alert) {
            #expect(name.hasPrefix("LiteLLM") && name.allSatisfy { $0.isLetter || $0.isNumber }, "\(name)")
        }
    }

    @Test("a summary is one fixed sentence, a description is made for the alert, links have one base")
    func annotations() throws {
        let uids = ["litellm-budgets", "litellm-budget-team", "litellm-budget-keys", "litellm-budget-exporter"]
        for alert in file.alerts {
            let texts = try #require(alert.annotations)
            #expect(
                texts.keys.sorted() == ["dashboard_url", "description", "runbook_url", "summary"], "\(alert.title)")
            let summary = texts["summary"] ?? ""
            #expect(
                summary.first?.isUppercase == true && summary.hasSuffix(".") && !summary.contains("{{"), "\(summary)")
            #expect(texts["description"]?.contains("{{") == true, "\(alert.title)")
            func base(_ label: String) -> String {
                "{{ with query `litellm_budget:links{job=\"litellm-budget-exporter\"}` }}"
                    + "{{ . | first | label \"\(label)\" }}{{ end }}"
            }
            #expect(texts["runbook_url"] == base("runbooks") + "#" + (alert.alert ?? "").lowercased())
            let dashboard = texts["dashboard_url"] ?? ""
            #expect(dashboard.hasPrefix(base("dashboards") + "/d/"), "\(alert.title)")
            let parameter = "{{ with $labels.team_id }}?var-team={{ . | urlquery }}{{ end }}"
            let choices = dashboard.dropFirst(base("dashboards").count + 3).replacing(parameter, with: "")
                .split(separator: "{{")
                .map { $0.split(separator: "}}", omittingEmptySubsequences: false).last ?? "" }.filter { !$0.isEmpty }
            #expect(!choices.isEmpty && choices.allSatisfy { uids.contains(String($0)) }, "\(dashboard)")
        }
    }

    @Test("every kind of account has the same rules, but for what only some have")
    func kinds() {
        let only: [String: Set<String>] = [
            "litellm_budget:exhausts_soon_timestamp_seconds": ["team", "proxy"],
            "exhausts_soon_in_seconds": ["team", "proxy"],
            "exhausts_soon_ahead_of_reset_seconds": ["team", "proxy"],
            "litellm_budget:passed_soft_limit_usd": ["team", "key", "team_member", "organization", "customer"],
            "litellm_budget:expiry_timestamp_seconds": ["key"],
            "litellm_budget:unbudgeted_usd_per_day": ["team", "key"],
        ]
        let kinds = Set(AccountKind.allCases.filter { $0 != .provider }.map(\.rawValue))
        var found: [String: [String]] = [:]
        for rule in file.rules {
            guard let name = rule.record, let kind = rule.labels?["kind"] else { continue }
            found[rule.labels?["detail"] ?? name, default: []].append(kind)
        }
        #expect(found.count >= 15)
        for (name, having) in found {
            #expect(having.sorted() == (only[name] ?? kinds).sorted(), "\(name)")
        }
    }

    @Test("every kind's rules are those of teams in its own words, but for what only some have")
    func sameRules() {
        // What an account is left out for, who is paged, and names are the kind's own; keys have no week, and members are read
        // in rounds.
        let others = Set(AccountKind.allCases.filter { $0 != .provider && $0 != .team }.map(\.rawValue))
        let own: [String: Set<String>] = [
            "litellm_budget:source_unseen": ["team_member"], "litellm_budget:forecast_source_unseen": ["team_member"],
            "litellm_budget:spending_source_unseen": ["team_member"],
            "litellm_budget:detail_source_unseen": ["team_member"], "litellm_budget:left_out": others,
            "litellm_budget:forecast_of_concern": others.subtracting(["proxy"]),
            "litellm_budget:exhausts_before_reset_timestamp_seconds": ["key"],
            "litellm_budget:sudden_spending_usd_per_hour": ["key"], "litellm_budget:account_of_concern": others,
            "name": others, "litellm_budget:expiry_timestamp_seconds": ["key"],
            "litellm_budget:unbudgeted_usd_per_day": ["key"],
        ]
        var ofTeams: [String: String] = [:]
        let rules = file.rules.compactMap { rule -> (name: String, kind: String, expression: String)? in
            guard let name = rule.record, let kind = rule.labels?["kind"] else { return nil }
            return (rule.labels?["detail"] ?? name, kind, rule.expression(ofKind: kind))
        }
        for rule in rules where rule.kind == "team" { ofTeams[rule.name] = rule.expression }
        #expect(ofTeams.count >= 25)
        for rule in rules where rule.kind != "team" {
            let isOwn = own[rule.name]?.contains(rule.kind) == true
            #expect((rule.expression == ofTeams[rule.name]) != isOwn, "\(rule.name) of \(rule.kind)")
        }
    }

    @Test("a group in which figures are held records first, itself, that nobody sees their source")
    func holds() throws {
        // Another group's could be a minute old, and what was not held for a minute is gone.
        var holding = 0
        for group in file.groups {
            let read = try group.rules.flatMap { rule in
                try PromQLSelector.contents(of: rule.expr).selectors.map(\.name)
                    .filter { $0.hasSuffix("source_unseen") }
            }
            guard !read.isEmpty else { continue }
            holding += 1
            #expect(read.allSatisfy { $0 == group.rules.first?.record }, "\(group.name)")
        }
        #expect(
            holding == 4 * AccountKind.allCases.filter { $0 != .provider }.count + 1,
            "and that about accounts without budgets")
    }

    @Test("what an alert holds back of the same account comes right before it, and ends when it does")
    func heldBack() throws {
        // Where both end at once, but are evaluated at different times of the minute, or one goes on for a while, Alertmanager
        // tells of the one that was held back: that a budget is nearly used up, when it was just raised.
        var pairs = 0
        for inhibition in try RoutingExample.read().inhibitions where inhibition.equal.contains("account") {
            for source in RoutingExample.Inhibition.alerts(inhibition.sources) {
                for target in RoutingExample.Inhibition.alerts(inhibition.targets) {
                    pairs += 1
                    let rules = file.alerts.filter { $0.alert == source || $0.alert == target }
                    #expect(rules.allSatisfy { $0.keepFiringFor == nil }, "\(target) or \(source)")
                    let isInOrder = file.groups.contains { group in
                        let names = group.rules.compactMap(\.alert).filter { $0 == source || $0 == target }
                        return names.count == rules.count && names.drop { $0 == target }.allSatisfy { $0 == source }
                    }
                    #expect(isInOrder, "\(target) comes before \(source), in the same group")
                }
            }
        }
        #expect(pairs >= 6)
    }

    @Test("the alert about thresholds knows all of them, missing or there twice, and all are constants")
    func thresholds() throws {
        let guardian = try #require(file.alerts.first { $0.alert == "LiteLLMBudgetThresholdsMissing" })
        let guarded = try PromQLSelector.contents(of: guardian.expr).selectors.map(\.name)
        let names = file.thresholds.compactMap(\.record)
        let all = names + ["litellm_budget:links"]
        #expect(guarded.sorted() == (all + all).sorted())
        for rule in file.thresholds {
            #expect(
                rule.expr.hasPrefix("vector(") && rule.labels == ["job": "litellm-budget-exporter"], "\(rule.title)")
            #expect(try PromQLSelector.contents(of: rule.expr).selectors.isEmpty, "\(rule.title)")
        }
    }
}

extension RuleFile.Rule {
    /// The expression without what differs from kind to kind: names of families, labels of accounts, sources.
    fileprivate func expression(ofKind kind: String) -> String {
        let labels = #/, (?:[a-z_]+_alias|(?:team|user|organization)_id|hashed_api_key|end_user)(?=[,)])/#
        return expr.replacing("litellm_\(kind)_", with: "litellm_K_")
            .replacing("kind=\"\(kind)\"", with: "kind=\"K\"")
            .replacing(#/source="[a-z]+"/#, with: "source")
            .replacing(labels, with: "")
            .replacing("label_join(", with: "label_replace(")
            .replacing(#/, "account"(?:, "[^"]*")+\)/#, with: ", \"account\")")
            .replacing(#/\s+/#, with: " ")
    }

    /// The PromQL in the texts of an alert, where `%q` stands for a label's value.
    fileprivate var queries: [String] {
        (annotations ?? [:]).values.flatMap { text in
            text.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
                .map { String($0.element).replacing("%q", with: "\"%q\"") }
        }
    }
}
