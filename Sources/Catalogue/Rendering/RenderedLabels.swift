import Budgets
import Exposition

/// The labels of the accounts of a kind, rendered once for all families, in the order of the accounts.
struct RenderedLabels: Sendable {
    private(set) var identity = LabelBlocks()
    private(set) var litellm = LabelBlocks()
    private(set) var description = LabelBlocks()
    /// By position, for accounts that have any: a block for each model with a budget, and for each window; nil for what
    /// cannot be shown.
    private(set) var models: [Int: [LabelBlock?]] = [:]
    private(set) var windows: [Int: [LabelBlock?]] = [:]

    init(capacity: Int) {
        // Ids and aliases of 36 bytes each, with their names.
        identity.reserveCapacity(blocks: capacity, bytes: capacity * 110)
        litellm.reserveCapacity(blocks: capacity, bytes: capacity * 110)
        description.reserveCapacity(blocks: capacity, bytes: capacity * 200)
    }

    /// Renders the labels of the next account.
    mutating func append(_ labels: AccountLabels, of account: Account) {
        let position = identity.count
        identity.append(labels.identity)
        litellm.append(labels.litellm)
        description.append(identity, at: position, and: labels.further)
        if !account.modelBudgets.isEmpty {
            models[position] = Self.blocks(account.modelBudgets.map(\.model), under: LabelledAccounts.modelLabel)
        }
        if !account.windows.isEmpty {
            windows[position] = Self.blocks(account.windows.map(\.duration), under: LabelledAccounts.windowLabel)
        }
    }

    /// Takes the labels of the next account from where it was before.
    mutating func append(_ last: RenderedLabels, at place: Int) {
        let position = identity.count
        identity.append(last.identity, at: place)
        litellm.append(last.litellm, at: place)
        description.append(last.description, at: place)
        if let blocks = last.models[place] { models[position] = blocks }
        if let blocks = last.windows[place] { windows[position] = blocks }
    }

    subscript(labels: AccountFamily.Labels) -> LabelBlocks {
        switch labels {
        case .identity: identity
        case .litellm: litellm
        case .description: description
        }
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
