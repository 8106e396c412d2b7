import Budgets

/// A bar of how much of a budget is used.
struct BudgetBar {
    /// Spend by limit.
    let usedRatio: Double
    /// Soft limit by limit, where there is one.
    let softRatio: Double?
    let style: StyledLine.Style

    /// Whether the soft limit has a place on it.
    var hasTick: Bool { softRatio.map { $0 > 0 && $0 < 1 } ?? false }

    static func tick(in characters: Terminal.Characters) -> String {
        characters == .unicode ? "│" : "|"
    }

    func pieces(cells: Int, in characters: Terminal.Characters) -> [StyledLine.Piece] {
        let (used, rest) = characters == .unicode ? ("█", "░") : ("#", "-")
        let filled = filledCells(of: cells)
        let tickCell = hasTick ? softRatio.map { Int($0 * Double(cells)) } : nil
        var pieces: [StyledLine.Piece] = []
        for cell in 0..<cells {
            let text = cell == tickCell ? Self.tick(in: characters) : cell < filled ? used : rest
            let style: StyledLine.Style = cell < filled ? style : cell == tickCell ? .plain : .faint
            if pieces.last?.style == style {
                pieces[pieces.count - 1].text += text
            } else {
                pieces.append(StyledLine.Piece(text: text, style: style))
            }
        }
        return pieces
    }

    /// Full means used up, and nothing else does.
    private func filledCells(of cells: Int) -> Int {
        guard usedRatio < 1 else { return cells }
        return min(cells - 1, Int((max(usedRatio, 0) * Double(cells)).rounded()))
    }
}

extension Standing {
    /// Nil where there is nothing to fill.
    var bar: BudgetBar? {
        filling.map { BudgetBar(usedRatio: $0.used, softRatio: $0.soft, style: StyledLine.Style(tone)) }
    }
}

extension StyledLine.Style {
    init(_ tone: Standing.Tone) {
        self =
            switch tone {
            case .plain: .plain
            case .faint: .faint
            case .warning: .warning
            case .alarm: .alarm
            }
    }
}
