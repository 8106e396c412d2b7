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

    private let showsAddresses: Bool

    /// - Parameters:
    ///   - countsKeys: Whether the exporter lists accounts, which alone tells how many keys a team has.
    ///   - showsAddresses: Whether ids that hold an `@` are shown as they are.
    init(_ rows: AccountRows, countsKeys: Bool = true, showsAddresses: Bool = false) {
        self.showsAddresses = showsAddresses
        let teams = rows.teams.filter { $0.teamID.utf8.count <= Self.longestLabel }
        let aliases = Dictionary(uniqueKeysWithValues: teams.map { (Array($0.teamID.utf8), Self.cut($0.teamAlias)) })
        func alias(ofTeam id: String?) -> String { aliases[Array((id ?? "").utf8)] ?? "" }
        for team in teams { add(team, countsKeys: countsKeys) }
        let bounds = Bounds(rows)
        for key in rows.keys { add(key, teamAlias: alias(ofTeam: key.teamID), headroom: bounds.headroom(of: key)) }
        for member in rows.members where member.teamID.utf8.count <= Self.longestLabel {
            add(member, teamAlias: alias(ofTeam: member.teamID))
        }
        for user in rows.users { add(user) }
        for customer in rows.customers { add(customer) }
        if let proxy = rows.proxy { add(proxy: proxy) }
    }

    private mutating func add(_ team: AccountRows.Team, countsKeys: Bool) {
        let labels = ["team_id": team.teamID, "team_alias": Self.cut(team.teamAlias)]
        let known = [
            "organization_id": Self.cut(team.organizationID), "budget_duration": Self.cut(team.duration),
        ]
        add("litellm_team_info", labels.merging(known) { own, _ in own }, 1)
        add("litellm_team_blocked", labels, team.isBlocked ? 1 : 0)
        add("litellm_team_budget_soft_limit_usd", labels, team.softLimit)
        add("litellm_team_budget_reset_timestamp_seconds", labels, team.resetsAt)
        addRates("litellm_team_", labels, team.tokensPerMinute, team.requestsPerMinute)
        add("litellm_team_members", labels, Double(team.members))
        if countsKeys { add("litellm_team_keys", labels, Double(team.keys)) }
        addBudget("litellm_team_", labels, spend: team.spend, limit: team.limit)
        add(team.windows, "litellm_team_", labels)
        let left = team.limit.map { $0 - team.spend } ?? (team.windows.isEmpty ? .infinity : nil)
        addNative("team", labels, left: left, limit: team.limit, resetsAt: team.resetsAt)
    }

    private mutating func add(_ key: AccountRows.Key, teamAlias: String, headroom: Double?) {
        let native = ["hashed_api_key": key.token, "api_key_alias": Self.cut(key.keyAlias)]
        let labels = native.merging(["team_id": key.teamID ?? ""]) { own, _ in own }
        let known = [
            "team_alias": teamAlias, "user_id": Self.cut(showsAddresses ? key.userID : key.hashedUserID),
            "organization_id": Self.cut(key.organizationID), "budget_duration": Self.cut(key.duration),
        ]
        add("litellm_key_info", labels.merging(known) { own, _ in own }, 1)
        add("litellm_key_blocked", labels, key.isBlocked ? 1 : 0)
        add("litellm_key_expires_timestamp_seconds", labels, key.expiresAt)
        add("litellm_key_headroom_usd", labels, headroom)
        addBudget("litellm_key_", labels, spend: key.spend, limit: key.limit)
        add(key.windows, "litellm_key_", labels)
        for window in key.windows {
            add("litellm_key_window_budget_spend_usd", Self.labels(of: window, labels), window.spend)
        }
        let left = key.limit.map { $0 - key.spend } ?? (key.windows.isEmpty ? .infinity : nil)
        addNative("api_key", native, left: left, limit: key.limit, resetsAt: key.resetsAt)
        guard key.limit != nil else { return }
        add("litellm_key_budget_soft_limit_usd", labels, key.softLimit)
        add("litellm_key_budget_reset_timestamp_seconds", labels, key.resetsAt)
        addRates("litellm_key_", labels, key.tokensPerMinute, key.requestsPerMinute)
    }

    private mutating func add(_ member: AccountRows.Member, teamAlias: String) {
        let labels = [
            "team_id": member.teamID, "team_alias": teamAlias,
            "user_id": showsAddresses ? member.userID : member.hashedID,
        ]
        add("litellm_team_member_info", labels.merging(["budget_duration": Self.cut(member.duration)]) { $1 }, 1)
        addBudget("litellm_team_member_", labels, spend: member.spend, limit: member.limit)
        guard member.limit != nil else { return }
        add("litellm_team_member_budget_soft_limit_usd", labels, member.softLimit)
        add("litellm_team_member_budget_reset_timestamp_seconds", labels, member.resetsAt)
        addRates("litellm_team_member_", labels, member.tokensPerMinute, member.requestsPerMinute)
    }

    private mutating func add(_ user: AccountRows.User) {
        let id = showsAddresses ? user.userID : user.hashedID
        let labels = ["user_id": id]
        add("litellm_user_info", ["user_id": id, "budget_duration": Self.cut(user.duration)], 1)
        addBudget("litellm_user_", labels, spend: user.spend, limit: user.limit)
        let left = user.limit.map { $0 - user.spend } ?? .infinity
        addNative("user", ["user": id], left: left, limit: user.limit, resetsAt: user.resetsAt)
        guard user.limit != nil else { return }
        add("litellm_user_budget_reset_timestamp_seconds", labels, user.resetsAt)
        addRates("litellm_user_", labels, user.tokensPerMinute, user.requestsPerMinute)
    }

    private mutating func add(_ customer: AccountRows.Customer) {
        let id = showsAddresses ? customer.customerID : customer.hashedID
        let labels = ["end_user": id]
        add("litellm_customer_info", ["end_user": id, "budget_duration": Self.cut(customer.duration)], 1)
        add("litellm_customer_blocked", labels, customer.isBlocked ? 1 : 0)
        addBudget("litellm_customer_", labels, spend: customer.spend, limit: customer.limit)
        let left = customer.limit.map { $0 - customer.spend } ?? (customer.hasBudget ? .infinity : nil)
        addNative("customer", labels, left: left, limit: customer.limit, resetsAt: customer.resetsAt)
        guard customer.limit != nil else { return }
        add("litellm_customer_budget_soft_limit_usd", labels, customer.softLimit)
        add("litellm_customer_budget_reset_timestamp_seconds", labels, customer.resetsAt)
        addRates("litellm_customer_", labels, customer.tokensPerMinute, customer.requestsPerMinute)
    }

    private mutating func add(proxy: AccountRows.User) {
        add("litellm_proxy_info", ["budget_duration": Self.cut(proxy.duration)], 1)
        add("litellm_proxy_budget_reset_timestamp_seconds", [:], proxy.resetsAt)
        addBudget("litellm_proxy_", [:], spend: proxy.spend, limit: proxy.limit)
    }

    private mutating func add(_ windows: [AccountRows.Window], _ prefix: String, _ labels: [String: String]) {
        for window in windows {
            let labels = Self.labels(of: window, labels)
            add(prefix + "window_budget_limit_usd", labels, window.limit)
            add(prefix + "window_budget_reset_timestamp_seconds", labels, window.resetsAt)
        }
    }

    private static func labels(of window: AccountRows.Window, _ labels: [String: String]) -> [String: String] {
        labels.merging(["budget_duration": window.duration]) { $1 }
    }

    /// Under LiteLLM's own names.
    private mutating func addNative(
        _ word: String, _ labels: [String: String], left: Double?, limit: Double?, resetsAt: Double?
    ) {
        add("litellm_remaining_\(word)_budget_metric", labels, left)
        add("litellm_\(word)_max_budget_metric", labels, limit)
        if let resetsAt, limit != nil {
            resets[Name("litellm_\(word)_budget_remaining_hours_metric", labels)] = resetsAt
        }
    }

    private mutating func addRates(_ prefix: String, _ labels: [String: String], _ tokens: Int?, _ requests: Int?) {
        add(prefix + "tokens_per_minute_limit", labels, tokens.map(Double.init))
        add(prefix + "requests_per_minute_limit", labels, requests.map(Double.init))
    }

    private mutating func addBudget(_ prefix: String, _ labels: [String: String], spend: Double, limit: Double?) {
        add(prefix + "budget_spend_usd", labels, spend)
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
