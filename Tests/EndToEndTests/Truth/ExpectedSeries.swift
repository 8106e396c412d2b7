import TestSupport

/// The series that there have to be for accounts of the database, and those that a page has.
struct ExpectedSeries {
    /// A series by its bytes: strings are equal where their text is, in whatever bytes. An empty label is no label.
    struct Name: Hashable, Comparable, CustomStringConvertible {
        let description: String
        private let bytes: [UInt8]

        init(_ name: String, _ labels: [String: String]) {
            let pairs = labels.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
            description =
                name + "{" + pairs.map { "\($0.key)=\($0.value.debugDescription)" }.joined(separator: ",") + "}"
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
        for team in rows.teams where team.teamID.utf8.count <= Self.longestLabel {
            add(team, countsMembers: countsMembers)
        }
        for key in rows.keys {
            let team = rows.teams.first { $0.teamID.utf8.elementsEqual((key.teamID ?? "").utf8) }
            add(key, teamAlias: team?.teamAlias)
        }
    }

    private mutating func add(_ team: AccountRows.Team, countsMembers: Bool) {
        let labels = ["team_id": team.teamID, "team_alias": Self.cut(team.teamAlias)]
        let known = [
            "organization_id": Self.cut(team.organizationID), "budget_duration": Self.cut(team.duration),
        ]
        add("litellm_team_info", labels.merging(known) { own, _ in own }, 1)
        add("litellm_team_blocked", labels, team.isBlocked ? 1 : 0)
        add("litellm_team_budget_spend_usd", labels, team.spend)
        add("litellm_team_budget_soft_limit_usd", labels, team.softLimit)
        add("litellm_team_budget_reset_timestamp_seconds", labels, team.resetsAt)
        add("litellm_team_tokens_per_minute_limit", labels, team.tokensPerMinute.map(Double.init))
        add("litellm_team_requests_per_minute_limit", labels, team.requestsPerMinute.map(Double.init))
        if countsMembers {
            add("litellm_team_members", labels, Double(team.members))
            add("litellm_team_keys", labels, Double(team.keys))
        }
        addBudget("litellm_team_", labels, spend: team.spend, limit: team.limit)
        add("litellm_remaining_team_budget_metric", labels, team.limit.map { $0 - team.spend } ?? .infinity)
        add("litellm_team_max_budget_metric", labels, team.limit)
        if let reset = team.resetsAt, team.limit != nil {
            resets[Name("litellm_team_budget_remaining_hours_metric", labels)] = reset
        }
    }

    private mutating func add(_ key: AccountRows.Key, teamAlias: String?) {
        let native = ["hashed_api_key": key.token, "api_key_alias": Self.cut(key.keyAlias)]
        let labels = native.merging(["team_id": key.teamID ?? ""]) { own, _ in own }
        let known = [
            "team_alias": Self.cut(teamAlias), "user_id": key.userID?.contains("@") == true ? "" : Self.cut(key.userID),
            "organization_id": Self.cut(key.organizationID), "budget_duration": Self.cut(key.duration),
        ]
        add("litellm_key_info", labels.merging(known) { own, _ in own }, 1)
        add("litellm_key_blocked", labels, key.isBlocked ? 1 : 0)
        add("litellm_key_budget_spend_usd", labels, key.spend)
        add("litellm_key_expires_timestamp_seconds", labels, key.expiresAt)
        add("litellm_remaining_api_key_budget_metric", native, key.limit.map { $0 - key.spend } ?? .infinity)
        guard let limit = key.limit else { return }
        add("litellm_key_budget_soft_limit_usd", labels, key.softLimit)
        add("litellm_key_budget_reset_timestamp_seconds", labels, key.resetsAt)
        add("litellm_key_tokens_per_minute_limit", labels, key.tokensPerMinute.map(Double.init))
        add("litellm_key_requests_per_minute_limit", labels, key.requestsPerMinute.map(Double.init))
        addBudget("litellm_key_", labels, spend: key.spend, limit: limit)
        add("litellm_api_key_max_budget_metric", native, limit)
        if let reset = key.resetsAt {
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
