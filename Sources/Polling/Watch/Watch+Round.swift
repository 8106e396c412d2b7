import Budgets
import LiteLLMAdmin
import Threading

extension Watch {
    /// Learns that a background round begins, and says what it has to read, the fullest first: teams with members or
    /// budgets of models, keys with budgets of models or windows or of an untold limit. Of others the lists tell all.
    func beginRound(at uptime: Uptime) -> [AccountID] {
        if !round.isLeftOut { round.begin(at: uptime) }
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

    /// Learns that a round has come to an end; one that was cut off has not.
    func endRound(_ extent: RoundExtent, at uptime: Uptime) {
        if let startedAt = round.startedAt, extent != .nothing {
            round.lastDuration = round.duration(at: uptime)
            // What did not answer is held back as long as ever; what did has been looked at.
            noteWholeLook(by: .details, since: startedAt)
            if extent == .whole {
                inventory.missFaded(kinds(of: .details), since: startedAt, isProof: true)
            }
        }
        round.end()
    }

    /// Learns that the round leaves the proxy alone for now.
    func pauseRound(at uptime: Uptime) { round.pause(at: uptime) }

    /// Learns that it does so no longer.
    func resumeRound(at uptime: Uptime) { round.resume(at: uptime) }

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
        if isLeftOut {
            round.end()
            round.lastDuration = nil
        } else {
            round.begin(at: uptime)
        }
        return true
    }
}
