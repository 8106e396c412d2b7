import Budgets
import Exposition

/// The labels of the accounts of a kind, rendered once for all families, in the order of the accounts.
struct RenderedLabels: Sendable {
    /// All labels of each account; what identifies it comes first, and before that what LiteLLM shows, where it is a part.
    private var all = LabelBlocks()
    private var identityLengths: [Int] = []
    private var litellmLengths: [Int] = []
    /// LiteLLM's labels where they are none of ours.
    private var litellmAlone = LabelBlocks()
    /// By position, for accounts that have any: a block for each model with a budget, and for each window; nil for what
    /// cannot be shown.
    private(set) var models: [Int: [LabelBlock?]] = [:]
    private(set) var windows: [Int: [LabelBlock?]] = [:]

    init(capacity: Int) {
        // Ids and aliases of 36 bytes each, with their names.
        all.reserveCapacity(blocks: capacity, bytes: capacity * 250)
        identityLengths.reserveCapacity(capacity)
        litellmLengths.reserveCapacity(capacity)
    }

    /// Renders the labels of the next account.
    mutating func append(_ labels: AccountLabels, of account: Account) {
        let position = all.count
        all.beginBlock()
        switch labels.litellmLabels {
        case .first(let count):
            litellmLengths.append(all.add(labels.identity.prefix(count)))
            identityLengths.append(all.add(labels.identity.dropFirst(count)))
        case .own(let own):
            litellmAlone.beginBlock()
            litellmAlone.add(own)
            identityLengths.append(all.add(labels.identity))
        }
        all.add(labels.further)
        if !account.modelBudgets.isEmpty {
            models[position] = Self.blocks(account.modelBudgets.map(\.model), under: LabelledAccounts.modelLabel)
        }
        if !account.windows.isEmpty {
            windows[position] = Self.blocks(account.windows.map(\.duration), under: LabelledAccounts.windowLabel)
        }
    }

    /// Takes the labels of the next account from where it was before.
    mutating func append(_ last: RenderedLabels, at place: Int) {
        let position = all.count
        all.append(last.all, at: place)
        identityLengths.append(last.identityLengths[place])
        if last.litellmAlone.count > 0 {
            litellmAlone.append(last.litellmAlone, at: place)
        } else {
            litellmLengths.append(last.litellmLengths[place])
        }
        if let blocks = last.models[place] { models[position] = blocks }
        if let blocks = last.windows[place] { windows[position] = blocks }
    }

    subscript(labels: AccountFamily.Labels) -> LabelBlocks {
        switch labels {
        case .identity: all.beginnings(lengths: identityLengths)
        case .litellm: litellmAlone.count > 0 ? litellmAlone : all.beginnings(lengths: litellmLengths)
        case .description: all
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
