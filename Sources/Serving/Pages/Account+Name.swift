import Budgets
import Polling

extension Account {
    /// What people call it: its alias, else its id.
    var name: String {
        identity.alias.flatMap { alias in alias.allSatisfy(\.isWhitespace) ? nil : alias } ?? id.text
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
        guard let alias = identity.alias, !alias.allSatisfy(\.isWhitespace) else {
            return kind == .key ? "key \(shown.prefix(Self.mostDigitsOfHash))…" : shown
        }
        return alias
    }

    private static let mostDigitsOfHash = 12
}
