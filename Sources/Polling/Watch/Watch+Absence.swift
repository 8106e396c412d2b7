import Budgets
import LiteLLMAdmin
import Threading

/// What follows from accounts that a sweep has not seen.
extension Watch {
    /// Accounts that the sweep should have seen and that are to be asked for; and how many were removed at once, as the source
    /// itself decides what there is.
    func absentees(of sweep: Sweep) -> (unseen: [AccountID], removed: Int) {
        guard sweep.outcome == .complete else { return ([], 0) }
        let kinds = AccountKind.allCases.filter { $0.source == sweep.source }
        let unseen = kinds.flatMap { inventory.unseen($0, since: sweep.startedAt) }
        switch sweep.absence {
        case .isMeaningless: return ([], 0)
        case .isVerified: return (doubts(about: unseen, by: sweep), 0)
        case .isRemoval, .isConfirmedByNextSweep:
            guard sweep.isWhole else { return ([], 0) }
            let gone = sweep.absence == .isRemoval ? unseen : unseen.filter { inventory.miss($0) }
            gone.forEach { inventory.remove($0) }
            return ([], gone.count)
        }
    }

    /// Which accounts to ask for by id: those that a sweep has not seen, and of those that are hidden some in turn.
    private func doubts(about unseen: [AccountID], by sweep: Sweep) -> [AccountID] {
        let most = configuration.mostVerificationsPerSweep
        guard unseen.count < most, !inventory.hidden.isEmpty else { return Array(unseen.prefix(most)) }
        // Those that are hidden take turns.
        let known = Set(unseen)
        let hidden = inventory.hidden.filter { $0.kind.source == sweep.source && !known.contains($0) }.sorted()
        let turn = hidden.isEmpty ? 0 : (statuses[sweep.source]?.sweeps[.complete] ?? 0) * most % hidden.count
        return Array((unseen + hidden[turn...] + hidden[..<turn]).prefix(most))
    }

    func countTeamKeys(of sweep: Sweep) {
        guard sweep.absence == .isVerified else { return }
        switch sweep.source {
        case .teams: coverage.teamsPromised(sweep.teamKeys)
        case .keys: coverage.keysSeen(sweep.teamKeys)
        default: break
        }
    }

    func refreshPartialViews(at uptime: Uptime) -> [Notice] {
        var notices: [Notice] = []
        for source in statuses.keys.sorted() {
            let lacksKeys = source == .keys && coverage.isPartial
            let isPartial = lacksKeys || inventory.hidden.contains { $0.kind.source == source }
            statuses[source]?.isPartial = isPartial
            notices += announcements.onView(of: source, isPartial: isPartial, at: uptime)
        }
        return notices
    }
}
