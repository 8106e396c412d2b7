import Budgets
import FoundationEssentials
import Polling
import Threading

/// What `status --format json` prints; `docs/api.md` describes it.
struct StatusDocument: Encodable {
    /// A team with the members that it has in the exporter's own `/api/v1/teams`.
    private struct Team: Encodable {
        let team: Account

        enum CodingKeys: String, CodingKey {
            case id = "team_id"
            case alias = "team_alias"
            case organizationID = "organization_id"
            case isBlocked = "blocked"
            case spend = "budget_spend_usd"
            case limitKind = "budget_limit"
            case limit = "budget_limit_usd"
            case softLimit = "budget_soft_limit_usd"
            case remaining = "budget_remaining_usd"
            case usedRatio = "budget_used_ratio"
            case isExhausted = "budget_exhausted"
            case duration = "budget_duration"
            case resetsAt = "budget_resets_at"
            case windows = "window_budgets"
            case spendTotal = "spend_total_usd"
            case rates = "rates_usd_per_second"
            case exhaustion
            case exhaustsBeforeReset = "exhausts_before_reset"
            case projectedSpend = "projected_spend_usd"
            case exhaustedSince = "exhausted_since"
            case periodStart = "period_start"
        }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            // Members are there even when nothing is known, as null; JSON has no infinity.
            func finite(_ amount: Double?) -> Double? { amount.flatMap { $0.isFinite ? $0 : nil } }
            func number(_ amount: Double?, _ key: CodingKeys) throws {
                try members.encode(finite(amount), forKey: key)
            }
            func windows<Value: Encodable>(_ key: CodingKeys, _ value: (Outlook) -> Value?) throws {
                let values = team.history?.outlooks.map { ($0.window.label, value($0)) }
                try members.encode(values.map { Dictionary($0) { $1 } }, forKey: key)
            }
            try members.encode(team.id.text, forKey: .id)
            try members.encode(team.identity.alias, forKey: .alias)
            try members.encode(team.identity.organizationID, forKey: .organizationID)
            try members.encode(team.isBlocked, forKey: .isBlocked)
            try number(team.spend?.amount, .spend)
            try members.encode(team.limitKind.rawValue, forKey: .limitKind)
            try number(team.budget.limit.amount?.amount, .limit)
            try number(team.budget.softLimit?.amount, .softLimit)
            try number(team.remaining?.amount, .remaining)
            try number(team.usedRatio, .usedRatio)
            try members.encode(team.isExhausted, forKey: .isExhausted)
            try members.encode(team.budget.duration, forKey: .duration)
            try members.encode(team.budget.resetsAt?.description, forKey: .resetsAt)
            try members.encode(team.windows.map(WindowBudget.init), forKey: .windows)
            try number(team.history?.spendTotal.amount, .spendTotal)
            try windows(.rates) { finite($0.ratePerSecond.amount) }
            try windows(.exhaustion) { $0.exhaustsAt?.description }
            try windows(.exhaustsBeforeReset) { $0.exhaustsBeforeReset }
            try windows(.projectedSpend) { finite($0.projectedSpend?.amount) }
            try members.encode(team.history?.exhaustedSince?.description, forKey: .exhaustedSince)
            try members.encode(team.history?.periodStart?.description, forKey: .periodStart)
        }
    }

    private let standings: Standings
    private let teams: [Team]
    private let remarks: [String]

    init(_ standings: Standings, selection: [Account], now: Timestamp, staleAfter: Duration) {
        self.standings = standings
        teams = selection.map { Standing($0, now: now) }.sorted(by: Standing.fullestFirst)
            .map { Team(team: $0.account) }
        remarks = standings.reliability.remarks(at: now, staleAfter: staleAfter)
    }

    enum CodingKeys: String, CodingKey {
        case origin, url, up, partial, remarks, teams
        case readAt = "read_at"
        case hiddenTeams = "hidden_teams"
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        switch standings.origin {
        case .exporter(let url):
            try members.encode("exporter", forKey: .origin)
            try members.encode(url, forKey: .url)
        case .proxy(let url, _):
            try members.encode("proxy", forKey: .origin)
            try members.encode(url, forKey: .url)
        }
        try members.encode(standings.reliability.readAt?.description, forKey: .readAt)
        try members.encode(standings.reliability.isUp, forKey: .up)
        try members.encode(standings.reliability.isPartial, forKey: .partial)
        try members.encode(standings.reliability.hiddenTeams, forKey: .hiddenTeams)
        try members.encode(remarks, forKey: .remarks)
        try members.encode(teams, forKey: .teams)
    }

    /// In one line, without a break at its end.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self).escapingTreacherousScalars
    }
}

extension String {
    /// JSON in which no text acts on a terminal. The encoder escapes control characters of ASCII alone.
    fileprivate var escapingTreacherousScalars: String {
        var text = ""
        for scalar in unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control && scalar.value >= 0x7F
            if isControl || scalar.properties.isBidiControl || scalar.value == 0x2028 || scalar.value == 0x2029 {
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
