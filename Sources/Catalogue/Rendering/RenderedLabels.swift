import Budgets
import Exposition

/// The labels of an account, rendered once for all families.
struct RenderedLabels: Sendable {
    let identity: LabelBlock
    let litellm: LabelBlock
    let description: LabelBlock
    /// One for each model with a budget, and one for each window; nil for what cannot be shown.
    let models: [LabelBlock?]
    let windows: [LabelBlock?]

    init(_ labels: AccountLabels, of account: Account) {
        identity = LabelBlock(labels.identity)
        // Most often the same, and then kept only once.
        let own = LabelBlock(labels.litellm)
        litellm = own == identity ? identity : own
        description = identity.adding(LabelBlock(labels.further))
        models = Self.blocks(account.modelBudgets.map(\.model), under: LabelledAccounts.modelLabel)
        windows = Self.blocks(account.windows.map(\.duration), under: LabelledAccounts.windowLabel)
    }

    /// A name that is too long to be shown whole is not shown, nor one that is there already: two series would be the same.
    private static func blocks(_ names: [String], under label: String) -> [LabelBlock?] {
        var seen: Set<LabelBlock> = []
        return names.map { name in
            guard name.utf8.count <= AccountLabels.longestValue else { return nil }
            let block = LabelBlock([(name: label, value: name)])
            return seen.insert(block).inserted ? block : nil
        }
    }
}
