import Budgets
import Threading

/// The pieces that tables and figures of all pages are made of.
extension HTML {
    /// What an account is called, which may be written from right to left.
    static func name(_ name: String) -> HTML {
        HTML(.bdi) { name }
    }

    /// The same with its id beside it, where others of its list seem to have that name.
    static func name(of account: Account, _ alike: AlikeNames, _ shownID: (AccountID) -> String) -> HTML {
        let (name, id) = (account.name(shownID), shownID(account.id))
        guard alike.contains(name), name != id else { return .name(name) }
        return .joined([.name(name), HTML(.small) { HTML.name(id) }])
    }

    /// An amount in words, or nothing where it is not known.
    static func amount(_ amount: USD?) -> HTML {
        amount.map { .text($0.text) } ?? .empty
    }

    /// A point in time, told by how far it is away.
    static func time(_ time: Timestamp, _ words: String) -> HTML {
        HTML(.time, [(.datetime, time.description), (.title, time.description)]) { words }
    }

    /// A bar of how much is used; the same stands beside it in a number.
    static func bar(_ standing: Standing) -> HTML {
        guard let filling = standing.filling else { return .empty }
        let isFull = standing.account.isExhausted == true
        let used = isFull ? 100 : min(99, max(0, (filling.used * 100).rounded()))
        return HTML(
            .svg,
            [
                (.class, "bar \(standing.tone.rawValue)"), (.viewBox, "0 0 100 10"), (.preserveAspectRatio, "none"),
                (.ariaHidden, "true"), (.focusable, "false"),
            ]
        ) {
            HTML(.rect, [(.class, "track"), (.width, "100"), (.height, "10")])
            if used.isFinite, used > 0 {
                HTML(.rect, [(.class, "used"), (.width, "\(Int(used))"), (.height, "10")])
            }
            if let soft = filling.soft, soft > 0, soft < 1 {
                HTML(.rect, [(.class, "soft"), (.x, "\(Int(soft * 100))"), (.width, "1"), (.height, "10")])
            }
        }
    }

    /// How much is used, as a bar and in a number; nothing where that is not known.
    static func used(_ standing: Standing) -> HTML {
        HTML(.td, [(.class, "used")]) {
            HTML.bar(standing)
            if !standing.ratio.isEmpty { HTML(.span, [(.class, standing.tone.rawValue)]) { standing.ratio } }
        }
    }

    /// What one has to know of an account besides its numbers, running out left out where a column tells it.
    static func marks(_ standing: Standing, withRunningOut: Bool = false) -> HTML {
        .joined(
            standing.marks.compactMap { mark in
                if case .runningOut = mark, !withRunningOut { return nil }
                // A blank, or the name and the mark would be read out as one word.
                return .joined([.text(" "), HTML(.span, [(.class, "mark \(mark.tone.rawValue)")]) { mark.text }])
            })
    }

    /// Whether and when the budget ends before its reset.
    static func end(_ standing: Standing) -> HTML {
        if let runningOut = standing.runningOut {
            return .joined([
                HTML(.strong, [(.class, runningOut.tone.rawValue)]) { runningOut.text },
                standing.basis.map { basis in HTML(.small) { "by \(basis)" } } ?? .empty,
            ])
        }
        if standing.account.isExhausted == true, !standing.hasZeroLimit {
            let since = standing.account.history?.exhaustedSince
            return HTML(.strong, [(.class, Standing.Tone.alarm.rawValue)]) {
                since.map { .time($0, "exhausted for \((standing.now - $0).inOneUnit) at least") } ?? .text("exhausted")
            }
        }
        guard standing.maySpend, standing.basis != nil, standing.account.budget.limit.amount != nil else {
            return .empty
        }
        return HTML(.span, [(.class, "faint")]) {
            standing.account.budget.resetsAt == nil ? "not foreseeable" : "lasts until its reset"
        }
    }

    static func reset(_ standing: Standing) -> HTML {
        guard let resetsAt = standing.account.budget.resetsAt else { return .empty }
        guard standing.isLate else { return .time(resetsAt, standing.resets) }
        return HTML(.span, [(.class, Standing.Tone.warning.rawValue)]) { HTML.time(resetsAt, "late") }
    }

    /// A table that scrolls within the page where the page is narrow. It needs a name, and can be reached by keyboard.
    ///
    /// - Parameter style: The class of the table, for one that has a style of its own.
    static func table(_ caption: String, columns: [Column], style: String? = nil, _ rows: [HTML]) -> HTML {
        let attributes: [(Attribute, String)] = if let style { [(.class, style)] } else { [] }
        return HTML(.div, [(.class, "scroll"), (.role, "region"), (.ariaLabel, caption), (.tabindex, "0")]) {
            HTML(.table, attributes) {
                HTML(.caption) { caption }
                HTML(.thead) {
                    HTML(.tr) {
                        for column in columns {
                            HTML(.th, [(.scope, "col")] + (column.isNumber ? [(.class, "number")] : [])) {
                                column.title
                            }
                        }
                    }
                }
                HTML(.tbody) { HTML.joined(rows) }
            }
        }
    }

    struct Column {
        let title: String
        var isNumber = false

        static func text(_ title: String) -> Column { Column(title: title) }

        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    static func row(_ heading: HTML, _ cells: [HTML]) -> HTML {
        HTML(.tr) {
            HTML(.th, [(.scope, "row")]) { heading }
            HTML.joined(cells)
        }
    }

    static func cell(@HTMLBuilder _ content: () -> HTML) -> HTML {
        HTML(.td, [], content)
    }

    static func number(@HTMLBuilder _ content: () -> HTML) -> HTML {
        HTML(.td, [(.class, "number")], content)
    }
}
