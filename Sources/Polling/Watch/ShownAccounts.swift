import Budgets

/// Chooses which accounts of a kind are shown when there are more than the limit: those with the highest used ratio.
///
/// One that is shown stays until another outranks it by a tenth, so that series do not come and go.
struct ShownAccounts: Sendable {
    private static let advantageOfShown = 1.1

    var limit: Int
    private var shown: Set<AccountID> = []

    init(limit: Int) {
        self.limit = limit
    }

    /// The accounts to show in the order given, and how many are left out.
    mutating func choose(from accounts: [Account]) -> (shown: [Account], dropped: Int) {
        guard accounts.count > limit else {
            shown = []
            return (accounts, 0)
        }
        let ranked = accounts.map { (rank: rank(of: $0), id: $0.id) }
            .sorted { ($1.rank, $0.id) < ($0.rank, $1.id) }
        shown = Set(ranked.prefix(limit).map(\.id))
        return (accounts.filter { shown.contains($0.id) }, accounts.count - limit)
    }

    /// The used ratio; accounts without one come last, those with a limit before the unlimited.
    private func rank(of account: Account) -> Double {
        let ratio = max(
            account.usedRatio ?? (account.budget.limit.amount == nil && account.windows.isEmpty ? -2 : -1), -2)
        guard shown.contains(account.id) else { return ratio }
        return ratio > 0 ? ratio * Self.advantageOfShown : ratio + Self.advantageOfShown - 1
    }
}
