import Budgets
import Polling
import Threading

/// Everything that `status` shows people: what there is in a sentence, where it comes from, and a table.
struct StatusScreen {
    private static let fewestRows = 3

    let standings: Standings
    /// Of the teams, those that were asked for.
    let selection: [Account]
    let now: Timestamp
    /// How old a reading may be before it is worth a word.
    let staleAfter: Duration
    let terminal: Terminal

    var lines: [StyledLine] {
        let rows = selection.map { Standing($0, now: now) }.sorted(by: Standing.fullestFirst)
        var lines = head(rows)
        guard !rows.isEmpty else { return lines }
        lines.append(StyledLine())
        let shown = numberShown(of: rows, below: lines.count)
        lines += StatusTable(Array(rows.prefix(shown)), for: terminal).lines
        lines += footer(hiding: rows[shown...])
        return lines
    }

    /// All where there is no end to the lines, or where teams were asked for; else as many as fit above the next prompt.
    private func numberShown(of rows: [Standing], below linesAbove: Int) -> Int {
        guard let height = terminal.height, !isSelective else { return rows.count }
        let fitting = height - linesAbove - 2
        guard rows.count > fitting else { return rows.count }
        return min(rows.count, max(Self.fewestRows, fitting - footer(hiding: rows[...]).count))
    }

    private var isSelective: Bool { selection.count < standings.teams.count }

    private func head(_ rows: [Standing]) -> [StyledLine] {
        var lines = styled(summary(rows), .heading)
        lines += styled(origin, .faint)
        for remark in standings.reliability.remarks(at: now, staleAfter: staleAfter) {
            lines += styled("! \(remark)", .warning)
        }
        return lines
    }

    private func summary(_ rows: [Standing]) -> String {
        let total = standings.teams.count
        let teams = isSelective ? "\(rows.count.grouped) of \(total.grouped) teams" : Self.teams(total)
        let remarkable = StandingCounts(rows).phrases
        return teams + (remarkable.isEmpty ? "" : ": ") + remarkable.joined(separator: ", ")
    }

    private static func teams(_ count: Int) -> String {
        count == 1 ? "1 team" : "\(count.grouped) teams"
    }

    private var origin: String {
        let age = standings.reliability.readAt.map { ", read \((now - $0).inOneUnit) ago" } ?? ""
        switch standings.origin {
        case .exporter(let url): return "From the exporter at \(url)\(age)."
        case .proxy(let url, let silence):
            return
                "From LiteLLM at \(url) itself, as \(silence); how fast budgets go, only a running exporter can tell."
        }
    }

    private func footer(hiding rows: ArraySlice<Standing>) -> [StyledLine] {
        guard !rows.isEmpty else { return [] }
        let fullest = rows.first.flatMap { $0.account.usedRatio == nil ? nil : ", none above \($0.ratio)" } ?? ""
        let runningOut = rows.count { $0.runningOut != nil }
        let endangered = runningOut > 0 ? ", \(runningOut.grouped) of them running out" : ""
        return styled(
            "... and \(rows.count.grouped) more\(fullest)\(endangered); litellm-budget-exporter status | less shows all.",
            .faint)
    }

    private func styled(_ text: String, _ style: StyledLine.Style) -> [StyledLine] {
        text.printable(in: terminal.characters).wrapped(toCells: terminal.width).map { StyledLine($0, style) }
    }
}
