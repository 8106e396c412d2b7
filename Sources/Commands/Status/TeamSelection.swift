import Budgets
import Polling

/// The teams that somebody asks for by names.
struct TeamSelection {
    private(set) var teams: [Account] = []
    /// The names that match no team, each with a sentence for who gave it.
    private(set) var complaints: [String] = []

    /// Without names all teams are meant. A name is an id or an alias as it stands, else a pattern or a part of one.
    init(_ names: [String], from all: [Account]) {
        guard !names.isEmpty else {
            teams = all
            return
        }
        var chosen: Set<AccountID> = []
        for name in names {
            let matching = Self.teams(called: name, among: all)
            chosen.formUnion(matching.map(\.id))
            if matching.isEmpty { complaints.append(Self.complaint(name, among: all)) }
        }
        teams = all.filter { chosen.contains($0.id) }
    }

    private static func teams(called name: String, among all: [Account]) -> [Account] {
        func teams(_ matches: (String) -> Bool) -> [Account] {
            all.filter { team in team.names.contains(where: matches) }
        }
        let exact = teams { $0 == name }
        guard exact.isEmpty else { return exact }
        let folded = name.lowercased()
        guard name.contains("*") || name.contains("?") else { return teams { $0.lowercased().contains(folded) } }
        let pattern = GlobPattern(folded)
        return teams { pattern.matches($0.lowercased()) }
    }

    private static func complaint(_ name: String, among all: [Account]) -> String {
        let folded = name.lowercased()
        let near = all.compactMap { team -> (distance: Int, name: String)? in
            guard let alias = team.identity.alias, !alias.isEmpty else { return nil }
            return (Suggestion.editDistance(folded, alias.lowercased()), alias)
        }
        .filter { $0.distance <= min(3, max(1, folded.count / 3)) }
        .sorted { $0 < $1 }
        .prefix(3).map { "\"\($0.name.asOneLine)\"" }
        let hint =
            switch near.count {
            case 0: all.isEmpty ? "no team is known" : "status without --team shows all \(all.count.grouped)"
            default: "did you mean \(near.joined(separator: " or "))?"
            }
        return "--team: no team has \"\(name)\" in its alias or id; \(hint)".asOneLine
    }
}

extension Account {
    fileprivate var names: [String] { [id.text, identity.alias].compactMap { $0 } }
}
