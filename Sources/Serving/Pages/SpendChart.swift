import Budgets
import Threading

/// How spending of the running period went against its limit, as a picture and in words.
struct SpendChart: Sendable {
    private static let mostPoints = 240
    private static let mostRows = 12

    let standing: Standing
    /// Oldest first.
    let course: [SpendPoint]

    var html: HTML {
        guard let newest = course.last, !course.isEmpty, account.spend != nil else {
            return HTML(.section) {
                HTML(.h2) { "This period" }
                HTML(.p, [(.class, "faint")]) { "Its spend has not been watched yet." }
            }
        }
        let plot = SpendPlot(standing: standing, course: course.thinned(to: Self.mostPoints), newest: newest)
        return HTML(.section, [(.class, "chart")]) {
            HTML(.h2) { "This period" }
            plot.svg(.wide, describedAs: sentence(newest))
            plot.svg(.narrow, describedAs: sentence(newest))
            legend(plot)
            HTML(.p, [(.class, "faint")]) { sentence(newest) }
            HTML(.details) {
                HTML(.summary) { "The points of the chart" }
                HTML.table(
                    "Spend of the running period", columns: [.text("Time (UTC)"), .number("Spent")],
                    course.thinned(to: Self.mostRows).map { point in
                        HTML.row(.text(point.time.toTheMinute), [HTML.number { point.spend.text }])
                    })
            }
        }
    }

    private var account: Account { standing.account }

    private func sentence(_ newest: SpendPoint) -> String {
        let first = course[0]
        var text = "Since \(first.time.toTheMinute): from \(first.spend.text) to \(newest.spend.text)"
        if let limit = account.budget.limit.amount { text += ", with a limit of \(limit.text)" }
        text += "."
        if let periodStart = account.history?.periodStart {
            text += " The period began at \(periodStart.toTheMinute)."
        } else {
            text += " When the period began is not known, so there is no even pace to compare with."
        }
        return text
    }

    private func legend(_ plot: SpendPlot) -> HTML {
        HTML(.ul, [(.class, "legend")]) {
            for line in SpendPlot.Line.allCases where plot.has(line) {
                HTML(.li) {
                    HTML(
                        .svg,
                        [(.viewBox, "0 0 24 8"), (.class, "swatch"), (.ariaHidden, "true"), (.focusable, "false")]
                    ) {
                        HTML(
                            .line,
                            [(.class, line.rawValue), (.x1, "0"), (.y1, "4"), (.x2, "24"), (.y2, "4")])
                    }
                    title(of: line)
                }
            }
        }
    }

    private func title(of line: SpendPlot.Line) -> String {
        switch line {
        case .spent: "spent"
        case .forecast: "if it goes on as by \(standing.basis ?? "the last day")"
        case .limit: "limit"
        case .soft: "soft limit"
        case .pace: "an even pace to the reset"
        }
    }
}

extension [SpendPoint] {
    /// At most so many of the points, the first and the last among them.
    func thinned(to count: Int) -> [SpendPoint] {
        guard self.count > count, count > 1 else { return self }
        return (0..<count).map { self[$0 * (self.count - 1) / (count - 1)] }
    }
}
