import Budgets
import Polling

extension Account {
    /// What people call it: its alias, else its id.
    var name: String { visibleAlias ?? id.text }

    /// Nil where there is nothing to see of it.
    private var visibleAlias: String? {
        identity.alias.flatMap { $0.visiblePart.isEmpty ? nil : $0 }
    }

    /// Whether its alias or id contains the text, or matches it where it is a pattern; letters' cases do not matter.
    func matches(_ search: String) -> Bool {
        let search = search.lowercased()
        let names = [id.text, identity.alias].compactMap { $0?.lowercased() }
        guard search.contains("*") || search.contains("?") else { return names.contains { $0.contains(search) } }
        let pattern = GlobPattern(search)
        return names.contains { pattern.matches($0) }
    }
}

extension Account {
    /// What people call an account that has an alias only sometimes, or never.
    /// - Parameter shownID: How ids are shown: some could be addresses of people.
    func name(_ shownID: (AccountID) -> String) -> String {
        let shown = shownID(id)
        return visibleAlias ?? (kind == .key ? "key \(shown.prefix(Self.mostDigitsOfHash))…" : shown)
    }

    private static let mostDigitsOfHash = 12
}
