import TestSupport

@testable import LiteLLMSimulator

/// The proxy that the recordings were taken from, rebuilt from what it listed.
enum RecordedWorld {
    static let masterKey = "sk-recorded-master"
    static let deletedTeamID = "1679a1ad-ff4b-44c9-b6fc-6a809807f794"

    /// As it was before the first deletion.
    static func proxy() throws -> SimulatedProxy {
        var settings = ProxySettings()
        settings.masterKey = masterKey
        settings.isLicensed = false
        let start = CivilTime(year: 2026, month: 11, day: 21).time + 48 * 60 + 16
        return SimulatedProxy(try population.get(), settings: settings, startingAt: start)
    }

    /// Read once: the lists are long.
    private static let population = Result { try readPopulation() }

    private static func readPopulation() throws -> Population {
        var population = Population()
        let teams = try JSONTree.parse(Recording.named("v2-team-list-page-size-100").body)["teams"].elements
        let keys = try JSONTree.parse(Recording.named("key-list-full").body)["keys"].elements
        population.teams = teams.compactMap(team)
        population.keys = keys.compactMap(key)
        population.users = try JSONTree.parse(Recording.named("user-list-ok").body)["users"].elements.compactMap(user)
        population.budgets = try JSONTree.parse(Recording.named("budget-list-ok").body).elements.compactMap(
            sharedBudget)
        try addMembers(to: &population)
        return population
    }

    private static func team(_ row: JSONTree) -> SimulatedTeam? {
        guard let id = row["team_id"].string, let created = row["created_at"].time else { return nil }
        var team = SimulatedTeam(
            id: id, alias: row["team_alias"].string, maxBudget: row["max_budget"].number, spend: row["spend"].number,
            createdAt: created)
        team.organizationID = row["organization_id"].string
        team.updatedAt = row["updated_at"].time ?? 0
        team.softBudget = row["soft_budget"].number
        team.budgetDuration = row["budget_duration"].string
        team.budgetResetAt = row["budget_reset_at"].time
        team.isBlocked = row["blocked"].bool ?? false
        team.tokensPerMinute = row["tpm_limit"].number.map { Int($0) }
        team.requestsPerMinute = row["rpm_limit"].number.map { Int($0) }
        team.members = row["members_with_roles"].elements.map {
            SimulatedTeam.Member(
                userID: $0["user_id"].string, email: $0["user_email"].string, role: $0["role"].string ?? "user")
        }
        team.budgetLimits = windows(row["budget_limits"])
        team.metadata = metadata(row["metadata"])
        return team
    }

    private static func key(_ row: JSONTree) -> SimulatedKey? {
        guard let token = row["token"].string, let created = row["created_at"].time else { return nil }
        var key = SimulatedKey(
            secret: "sk-unused", alias: row["key_alias"].string, teamID: row["team_id"].string,
            userID: row["user_id"].string, maxBudget: row["max_budget"].number, spend: row["spend"].number,
            createdAt: created)
        key.token = token
        key.name = row["key_name"].string
        key.organizationID = row["org_id"].string
        key.updatedAt = row["updated_at"].time ?? 0
        key.lastActive = row["last_active"].time
        key.totalSpend = row["total_spend"].number ?? 0
        key.budgetDuration = row["budget_duration"].string
        key.budgetResetAt = row["budget_reset_at"].time
        key.budgetID = row["budget_id"].string
        key.expires = row["expires"].time
        key.isBlocked = row["blocked"].bool
        key.tokensPerMinute = row["tpm_limit"].number.map { Int($0) }
        key.requestsPerMinute = row["rpm_limit"].number.map { Int($0) }
        key.allowedRoutes = row["allowed_routes"].elements.compactMap(\.string)
        key.budgetLimits = windows(row["budget_limits"])
        key.metadata = metadata(row["metadata"])
        return key
    }

    private static func user(_ row: JSONTree) -> SimulatedUser? {
        guard let id = row["user_id"].string, let created = row["created_at"].time else { return nil }
        var user = SimulatedUser(
            id: id, role: row["user_role"].string.flatMap { SimulatedUser.Role(rawValue: $0) },
            email: row["user_email"].string, alias: row["user_alias"].string, maxBudget: row["max_budget"].number,
            spend: row["spend"].number, createdAt: created)
        user.updatedAt = row["updated_at"].time ?? 0
        user.budgetDuration = row["budget_duration"].string
        user.budgetResetAt = row["budget_reset_at"].time
        user.tokensPerMinute = row["tpm_limit"].number.map { Int($0) }
        user.requestsPerMinute = row["rpm_limit"].number.map { Int($0) }
        user.metadata = metadata(row["metadata"])
        return user
    }

    private static func sharedBudget(_ row: JSONTree) -> SharedBudget? {
        guard let id = row["budget_id"].string, let created = row["created_at"].time else { return nil }
        var budget = SharedBudget(
            id: id, maxBudget: row["max_budget"].number, softBudget: row["soft_budget"].number,
            duration: row["budget_duration"].string, resetAt: row["budget_reset_at"].time, createdAt: created)
        budget.updatedAt = row["updated_at"].time ?? 0
        return budget
    }

    /// Members' spend and budgets stand in `/team/list` only.
    private static func addMembers(to population: inout Population) throws {
        for row in try JSONTree.parse(Recording.named("team-list-ok").body).elements {
            guard let index = population.teams.firstIndex(where: { $0.id == row["team_id"].string }) else { continue }
            for membership in row["team_memberships"].elements {
                let userID = membership["user_id"].string
                guard let member = population.teams[index].members.firstIndex(where: { $0.userID == userID }) else {
                    continue
                }
                population.teams[index].members[member].spend = membership["spend"].number ?? 0
                population.teams[index].members[member].totalSpend = membership["total_spend"].number ?? 0
                population.teams[index].members[member].budgetID = membership["budget_id"].string
            }
        }
    }

    private static func windows(_ rows: JSONTree) -> [BudgetWindow] {
        rows.elements.compactMap { row in
            guard let duration = row["budget_duration"].string, let limit = row["max_budget"].number,
                let resetAt = row["reset_at"].time
            else { return nil }
            return BudgetWindow(duration: duration, maxBudget: limit, resetAt: resetAt)
        }
    }

    private static func metadata(_ row: JSONTree) -> [JSONValue.Member] {
        row.members.map { JSONValue.Member($0.key, value($0.value)) }
    }

    private static func value(_ tree: JSONTree) -> JSONValue {
        switch tree {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let value): .number(value)
        case .string(let value): .string(value)
        case .array(let values): .array(values.map(value))
        case .object: .object(metadata(tree))
        }
    }
}
