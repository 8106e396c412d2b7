import Budgets

/// Teams in rows: how wide each column is, and the lines.
struct StatusTable {
    private static let widestName = 60
    private static let widestBar = 40

    /// What columns get as long as there is room, in the order of worth: a width, or all that they could use.
    private static let wishes: [(column: StatusColumn, width: Width)] = [
        (.team, .cells(10)), (.ratio, .whole), (.left, .whole), (.bar, .cells(6)), (.marks, .short), (.resets, .whole),
        (.team, .cells(20)), (.rate, .whole), (.marks, .brief), (.bar, .cells(14)), (.limit, .whole), (.spend, .whole),
        (.projectedSpend, .whole), (.marks, .whole), (.team, .cells(28)), (.bar, .cells(20)), (.resetTime, .whole),
        (.softLimit, .whole), (.team, .cells(36)), (.id, .whole), (.period, .whole), (.team, .whole), (.bar, .whole),
    ]

    private enum Width {
        case cells(Int)
        /// With the weightiest mark alone, in its short form.
        case short
        /// With the weightiest mark alone, in its brief form.
        case brief
        case whole
    }

    private let standings: [Standing]
    private let characters: Terminal.Characters
    private var widths: [StatusColumn: Int] = [:]
    private var names: [String] = []

    init(_ standings: [Standing], for terminal: Terminal) {
        self.standings = standings
        characters = terminal.characters
        let teamNames = TeamNames(standings.map(\.account), in: characters)
        names = teamNames.cut(toCells: Self.widestName)
        let needs = Dictionary(uniqueKeysWithValues: StatusColumn.allCases.map { ($0, need(of: $0)) })
        share(terminal.width, among: needs)
        names = teamNames.cut(toCells: widths[.team] ?? 0)
    }

    var lines: [StyledLine] {
        [heading] + standings.indices.map(row)
    }

    /// The cells that it takes to show a column in full; 0 where no row has anything in it.
    private func need(of column: StatusColumn) -> Int {
        let contents: Int
        switch column {
        case .team: contents = names.map(\.cells).max() ?? 0
        case .bar: return standings.contains { $0.bar != nil } ? Self.widestBar : 0
        default: contents = standings.map { text(column, of: $0).cells }.max() ?? 0
        }
        return contents == 0 ? 0 : max(contents, column.heading.count)
    }

    private mutating func share(_ width: Int, among needs: [StatusColumn: Int]) {
        var left = width
        for (column, wish) in Self.wishes {
            let need = needs[column] ?? 0
            let current = widths[column] ?? 0
            let wanted =
                switch wish {
                case .cells(let cells): min(cells, need)
                case .short: widest(column) { $0.marks.first?.shortText ?? "" }
                case .brief: widest(column) { $0.marks.first?.briefText ?? "" }
                case .whole: need
                }
            guard need > 0, wanted > current else { continue }
            let gap = current == 0 ? column.gap : 0
            let granted = column.isElastic && current > 0 ? min(wanted - current, left) : wanted - current + gap
            guard granted <= left else { continue }
            widths[column] = current + granted - gap
            left -= granted
        }
    }

    private func widest(_ column: StatusColumn, _ text: (Standing) -> String) -> Int {
        max(standings.map { text($0).cells }.max() ?? 0, column.heading.count)
    }

    private var heading: StyledLine {
        var line = StyledLine()
        for column in columns {
            if column == .bar {
                add(column, [StyledLine.Piece(text: legend, style: .faint)], to: &line)
            } else {
                add(column, [StyledLine.Piece(text: column.heading, style: .heading)], to: &line)
            }
        }
        return line
    }

    /// What the tick on a bar means, where there is one and room to say it.
    private var legend: String {
        let text = "\(BudgetBar.tick(in: characters)) soft limit"
        return text.cells <= widths[.bar] ?? 0 && standings.contains { $0.bar?.hasTick == true } ? text : ""
    }

    private func row(_ index: Int) -> StyledLine {
        let standing = standings[index]
        var line = StyledLine()
        for column in columns {
            add(column, pieces(column, of: standing, name: names[index]), to: &line)
        }
        return line
    }

    private var columns: [StatusColumn] {
        StatusColumn.allCases.filter { widths[$0] != nil }
    }

    private func add(_ column: StatusColumn, _ pieces: [StyledLine.Piece], to line: inout StyledLine) {
        let width = widths[column] ?? 0
        let blanks = String(repeating: " ", count: max(0, width - pieces.map(\.text.cells).reduce(0, +)))
        line.add(String(repeating: " ", count: column.gap) + (column.isFlushRight ? blanks : ""))
        pieces.forEach { line.add($0.text, $0.style) }
        if !column.isFlushRight { line.add(blanks) }
    }

    private func pieces(_ column: StatusColumn, of standing: Standing, name: String) -> [StyledLine.Piece] {
        let isFaint = StyledLine.Style(standing.tone) == .faint
        switch column {
        case .team: return [StyledLine.Piece(text: name, style: isFaint ? .faint : .plain)]
        case .bar: return standing.bar?.pieces(cells: widths[.bar] ?? 0, in: characters) ?? []
        case .ratio, .left:
            return [StyledLine.Piece(text: text(column, of: standing), style: StyledLine.Style(standing.tone))]
        case .resets where standing.isLate:
            return [StyledLine.Piece(text: standing.resets, style: .warning)]
        case .marks: return markPieces(standing)
        default: return [StyledLine.Piece(text: text(column, of: standing), style: isFaint ? .faint : .plain)]
        }
    }

    /// All marks if they fit, else the weightiest alone, in as many words as there is room for.
    private func markPieces(_ standing: Standing) -> [StyledLine.Piece] {
        guard let first = standing.marks.first else { return [] }
        let wordings = [
            standing.marks.map { ($0.text, StyledLine.Style($0.tone)) },
            standing.marks.map { ($0.briefText, StyledLine.Style($0.tone)) },
            [(first.text, StyledLine.Style(first.tone))], [(first.briefText, StyledLine.Style(first.tone))],
        ]
        let width = widths[.marks] ?? 0
        let fitting = wordings.first { $0.map(\.0).joined(separator: ", ").cells <= width }
        let pieces = (fitting ?? [(first.shortText, StyledLine.Style(first.tone))]).map {
            [StyledLine.Piece(text: $0, style: $1)]
        }
        return Array(pieces.joined(separator: [StyledLine.Piece(text: ", ", style: .plain)]))
    }

    private func text(_ column: StatusColumn, of standing: Standing) -> String {
        let budget = standing.account.budget
        switch column {
        case .team, .bar: return ""
        case .ratio: return standing.ratio
        case .left: return standing.left
        case .spend: return standing.account.spend?.text ?? "unknown"
        case .limit: return budget.limit.amount?.text ?? ""
        case .softLimit: return budget.softLimit?.text ?? ""
        case .rate: return standing.rate
        case .projectedSpend: return standing.projectedSpend
        case .resets: return standing.resets
        case .resetTime: return standing.resetTime
        // LiteLLM takes any text for it.
        case .period: return (budget.duration ?? "").printable(in: characters).cut(toCells: 8, in: characters)
        case .marks: return standing.marks.map(\.text).joined(separator: ", ")
        case .id: return standing.account.id.text.printable(in: characters).cut(toCells: 40, in: characters)
        }
    }
}
