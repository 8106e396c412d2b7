import TestSupport

/// The series that there have to be for accounts of the database, and those that a page has.
struct ExpectedSeries {
    /// A series by its bytes: strings are equal where their text is, in whatever bytes. An empty label is no label.
    struct Name: Hashable, Comparable, CustomStringConvertible {
        let description: String
        private let bytes: [UInt8]

        init(_ name: String, _ labels: [String: String]) {
            let pairs = labels.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            description = name + "{" + pairs.map { "\($0.key)=\($0.value.debugDescription)" }.joined(separator: ",") + "}"
            bytes = Array(([name] + pairs.flatMap { [$0.key, $0.value] }).joined(separator: "\u{0}").utf8)
        }

        static func == (left: Name, right: Name) -> Bool { left.bytes == right.bytes }
        static func < (left: Name, right: Name) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
        func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
    }

    private(set) var values: [Name: Double] = [:]
    /// Hours until a reset move with time; these are when it is.
    private(set) var resets: [Name: Double] = [:]

    /// The longest id that is shown, and what longer labels are cut to.
    static let longestLabel = 256

    /// - Parameter countsMembers: Whether the exporter lists accounts, which alone tells how many members and keys
    ///   a team has.
    init(_ rows: AccountRows, countsMembers: Bool = true) {
        for team in rows.teams where team.team_id.utf8.count <= Self.longestLabel {
            add(team, countsMembers: countsMembers)
        }
        for key in rows.keys {
            let team = rows.teams.first { $0.team_id.utf8.elementsEqual((key.team_id ?? "").utf8) }
            add(key, teamAlias: team?.team_alias)
        }
    }

    private mutating func add(_ team: AccountRows.Team, countsMembers: Bool) {
        let labels = ["team_id": team.team_id, "team_alias": Self.cut(team.team_alias)]
        let known = [
            "organization_id": Self.cut(team.organization_id), "budget_duration": Self.cut(team.budget_duration),
        ]
        add("litellm_team_info", labels.merging(known) { own, _ in own }, 1)
        add("litellm_team_blocked", labels, team.blocked ? 1 : 0)
        add("litellm_team_budget_spend_usd", labels, team.spend)
        add("litellm_team_budget_soft_limit_usd", labels, team.soft_budget)
        add("litellm_team_budget_reset_timestamp_seconds", labels, team.resets_at)
        add("litellm_team_tokens_per_minute_limit", labels, team.tpm_limit.map(Double.init))
        add("litellm_team_requests_per_minute_limit", labels, team.rpm_limit.map(Double.init))
        if countsMembers {
            add("litellm_team_members", labels, Double(team.members))
            add("litellm_team_keys", labels, Double(team.keys))
        }
        addBudget("litellm_team_", labels, spend: team.spend, limit: team.max_budget)
        add("litellm_remaining_team_budget_metric", labels, team.max_budget.map { $0 - team.spend } ?? .infinity)
        add("litellm_team_max_budget_metric", labels, team.max_budget)
        if let reset = team.resets_at, team.max_budget != nil {
            resets[Name("litellm_team_budget_remaining_hours_metric", labels)] = reset
        }
    }

    private mutating func add(_ key: AccountRows.Key, teamAlias: String?) {
        let native = ["hashed_api_key": key.token, "api_key_alias": Self.cut(key.key_alias)]
        let labels = native.merging(["team_id": key.team_id ?? ""]) { own, _ in own }
        let known = [
            "team_alias": Self.cut(teamAlias), "user_id": key.user_id?.contains("@") == true ? "" : Self.cut(key.user_id),
            "organization_id": Self.cut(key.organization_id), "budget_duration": Self.cut(key.budget_duration),
        ]
        add("litellm_key_info", labels.merging(known) { own, _ in own }, 1)
        add("litellm_key_blocked", labels, key.blocked ? 1 : 0)
        add("litellm_key_budget_spend_usd", labels, key.spend)
        add("litellm_key_expires_timestamp_seconds", labels, key.expires_at)
        add("litellm_remaining_api_key_budget_metric", native, key.limit.map { $0 - key.spend } ?? .infinity)
        guard let limit = key.limit else { return }
        add("litellm_key_budget_soft_limit_usd", labels, key.soft_budget)
        add("litellm_key_budget_reset_timestamp_seconds", labels, key.resets_at)
        add("litellm_key_tokens_per_minute_limit", labels, key.tpm_limit.map(Double.init))
        add("litellm_key_requests_per_minute_limit", labels, key.rpm_limit.map(Double.init))
        addBudget("litellm_key_", labels, spend: key.spend, limit: limit)
        add("litellm_api_key_max_budget_metric", native, limit)
        if let reset = key.resets_at {
            resets[Name("litellm_api_key_budget_remaining_hours_metric", native)] = reset
        }
    }

    private mutating func addBudget(_ prefix: String, _ labels: [String: String], spend: Double, limit: Double?) {
        guard let limit else { return }
        add(prefix + "budget_limit_usd", labels, limit)
        add(prefix + "budget_remaining_usd", labels, limit - spend)
        add(prefix + "budget_used_ratio", labels, limit > 0 ? spend / limit : 1)
        add(prefix + "budget_exhausted", labels, spend >= limit ? 1 : 0)
    }

    private mutating func add(_ name: String, _ labels: [String: String], _ value: Double?) {
        if let value { values[Name(name, labels)] = value }
    }

    /// The characters that fit whole.
    private static func cut(_ text: String?) -> String {
        var kept = ""
        for scalar in (text ?? "").unicodeScalars {
            let longer = kept.unicodeScalars + [scalar]
            guard String(String.UnicodeScalarView(longer)).utf8.count <= longestLabel else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }
}

extension ExpectedSeries {
    /// How a page differs, nothing more and nothing less than what is expected; and how many values are right.
    func compare(with page: ExpositionPage, now: Double) -> (right: Int, differences: [String]) {
        var found: [Name: Double] = [:]
        for family in page.families where !Self.isAboutExporter(family.name) {
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

    private static func isAboutExporter(_ family: String) -> Bool {
        family == "litellm_up" || family.hasPrefix("litellm_budget_exporter_") || family.hasPrefix("process_")
    }
}
