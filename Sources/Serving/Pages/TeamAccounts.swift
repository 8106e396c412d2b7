import Budgets
import Polling

/// Who spends a team's budget: its keys and its members, those that have spent most first.
struct TeamAccounts: Sendable {
    /// How many accounts are looked at before other tasks get a turn.
    private static let accountsBetweenYields = 5000

    let keys: [Account]
    let members: [Account]

    @concurrent
    static func of(_ team: Account, in report: Report) async -> TeamAccounts {
        var keys: [Account] = []
        for (index, key) in report.accounts(.key).enumerated() {
            if let id = key.identity.teamID, AccountID.team(id) == team.id { keys.append(key) }
            if (index + 1).isMultiple(of: accountsBetweenYields) { await Task.yield() }
        }
        var members: [Account] = []
        for (index, member) in report.accounts(.teamMember).enumerated() {
            if let id = member.id.teamOfMember, AccountID.team(id) == team.id { members.append(member) }
            if (index + 1).isMultiple(of: accountsBetweenYields) { await Task.yield() }
        }
        return TeamAccounts(keys: keys.sorted(by: hasSpentMore), members: members.sorted(by: hasSpentMore))
    }

    private static func hasSpentMore(_ left: Account, _ right: Account) -> Bool {
        let (first, second) = (left.spend?.amount ?? -.infinity, right.spend?.amount ?? -.infinity)
        return first == second ? left.id < right.id : first > second
    }
}
