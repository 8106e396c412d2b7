import Budgets
import LiteLLMAdmin
import Threading

extension Watch {
    /// Learns that a background round begins, and says what it has to read, the fullest first: teams with members or
    /// budgets of models, keys with budgets of models or windows or of an untold limit. Of others the lists tell all.
    func beginRound(at uptime: Uptime) -> [AccountID] {
        round.startedAt = round.isLeftOut ? nil : uptime
        let watchesMembers = configuration.watchesMembers
        return inventory.entries.values.lazy.map(\.account)
            .filter { account in
                switch account.kind {
                case .team: (watchesMembers && account.memberCount != 0) || account.hasPartialBudgets
                case .key: account.hasPartialBudgets || account.hasUntoldLimit
                default: false
                }
            }
            .map { (ratio: $0.usedRatio ?? -1, id: $0.id) }
            .sorted { ($1.ratio, $0.id) < ($0.ratio, $1.id) }
            .map(\.id)
    }

    /// Learns that a round has ended, and whether it came to its last account.
    func endRound(isWhole: Bool, at uptime: Uptime) {
        if isWhole, let startedAt = round.startedAt {
            round.lastDuration = uptime - startedAt
            noteWholeLook(by: .details, since: startedAt)
        }
        round.startedAt = nil
    }

    /// How long it takes to read one account.
    var meanTimeOfSingleReads: Duration? { upstream.meanTime(of: [.teamInfo, .keyInfo]) }

    /// Counts a failed request of the round.
    func record(_ error: AdminError) {
        upstream.record(error)
    }

    /// Learns whether the round is left out; whether that is news.
    func leaveRoundOut(_ isLeftOut: Bool, at uptime: Uptime) -> Bool {
        guard round.isLeftOut != isLeftOut else { return false }
        round.isLeftOut = isLeftOut
        round.startedAt = isLeftOut ? nil : uptime
        if isLeftOut { round.lastDuration = nil }
        return true
    }
}
