import Budgets

/// What teams are called on a screen, no two alike: LiteLLM lets teams share an alias, and long ones look alike once cut.
struct TeamNames {
    private static let shortestMark = 6
    /// People know ids by their beginnings; only where these go on alike for long is an end the better mark.
    private static let longestBeginning = 10

    private let teams: [Account]
    private let characters: Terminal.Characters

    init(_ teams: [Account], in characters: Terminal.Characters) {
        self.teams = teams
        self.characters = characters
    }

    /// The names in at most as many cells. Those that would be equal get a part of their teams' ids that is not.
    func cut(toCells width: Int) -> [String] {
        let whole = teams.map(name)
        var names = whole.map { $0.cut(toCells: width, in: characters) }
        let groups = Dictionary(grouping: names.indices) { names[$0] }
        for group in groups.values where group.count > 1 {
            for (index, mark) in zip(group, marks(group.map { teams[$0].id.text })) {
                let mark = "(\(mark.cut(toCells: width - 4, in: characters)))"
                names[index] = "\(whole[index].cut(toCells: width - mark.cells - 1, in: characters)) \(mark)"
            }
        }
        // Else the numbers after such a name would be drawn as a part of it, from right to left.
        return names.map { characters == .unicode && $0.isWrittenRightToLeft ? $0 + "\u{200E}" : $0 }
    }

    private func name(_ team: Account) -> String {
        let alias = (team.identity.alias ?? "").split(separator: " ").joined(separator: " ")
        return (alias.isEmpty ? team.id.text : alias).printable(in: characters)
    }

    /// The shortest beginnings of ids that tell them apart, or the shortest ends where these are shorter.
    private func marks(_ ids: [String]) -> [String] {
        let ids = ids.map { $0.printable(in: characters) }
        let beginning = Self.distinctLength(ids)
        let end = Self.distinctLength(ids.map { String($0.reversed()) })
        let ellipsis = characters == .unicode ? "…" : "~"
        return ids.map { id in
            if beginning <= max(end, Self.longestBeginning) || id.count <= end {
                String(id.prefix(beginning))
            } else {
                ellipsis + id.suffix(end)
            }
        }
    }

    /// How many characters from the beginning it takes to tell texts apart.
    private static func distinctLength(_ texts: [String]) -> Int {
        let sorted = texts.sorted()
        let common = zip(sorted, sorted.dropFirst()).map { zip($0, $1).prefix { $0 == $1 }.count }
        return max(shortestMark, 1 + (common.max() ?? 0))
    }
}
