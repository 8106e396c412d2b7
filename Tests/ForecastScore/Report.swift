import Budgets

/// The tables of docs/forecast.md.
struct Report {
    let runs: [Run]

    /// Straight lines come before everything else, as they were there before.
    private static let bases: [(Condition.Basis, label: String)] = [
        (.lines, "before"), (.patternOrLines, "after"), (.pattern, "pattern only"),
    ]

    var text: String {
        var text = "### In all\n\n" + summary + "\nKeys, which have tickets only:\n\n" + keySummary
        for hasHistory in [false, true] {
            let name = hasHistory ? "one earlier period watched" : "no history before the period"
            let teams = runs.filter { $0.hasHistory == hasHistory && $0.accountKind == .team }
            let keys = runs.filter { $0.hasHistory == hasHistory && $0.accountKind == .key }
            text += "\n### Tickets, \(name)\n\n" + tickets(teams)
            text += "\n### Tickets of keys, \(name)\n\n" + tickets(keys)
            text += "\n### Pages, \(name)\n\n" + pages(teams)
            text += "\n### Error of the exhaustion time, \(name)\n\n" + errors(teams)
            text += "\n### Goals not met after, \(name)\n\n" + misses(teams)
        }
        return text
    }

    private static func table(_ columns: [String], _ rows: [[String]]) -> String {
        ([columns, columns.indices.map { $0 == 0 ? "---" : "---:" }] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// One row for each of what alerts go by, with and without history.
    private func rows(of accountKind: AccountKind, _ cells: ([Run], Condition.Basis) -> [String]) -> [[String]] {
        [false, true].flatMap { hasHistory in
            Self.bases.map { basis, label in
                ["\(label), \(hasHistory ? "one period watched" : "no history")"]
                    + cells(runs.filter { $0.hasHistory == hasHistory && $0.accountKind == accountKind }, basis)
            }
        }
    }

    private var summary: String {
        Self.table(
            Self.ticketSums + [
                "runaway goal missed", "false page", "page over 8 h early", "4 h before, within 10 %",
            ],
            rows(of: .team) { runs, basis in
                let page = Condition(severity: .page, basis: basis)
                return Self.ticketSums(runs, basis) + [
                    "\(runs.count { $0.missesLoop(page) })",
                    Self.split(runs.filter { !$0.falseFirings(page).isEmpty }),
                    "\(runs.count { !$0.earlyFirings(page).isEmpty })",
                    Self.withinTenPercent(runs, basis == .lines ? ["5m", "1h", "1d", "7d"] : ["pattern"]),
                ]
            })
    }

    private var keySummary: String {
        Self.table(Self.ticketSums, rows(of: .key, Self.ticketSums))
    }

    private static let ticketSums = [
        "seeds", "no ticket 24 h ahead, unbroken", "false ticket after day 7", "false ticket ever",
    ]

    private static func ticketSums(_ runs: [Run], _ basis: Condition.Basis) -> [String] {
        let ticket = Condition(severity: .ticket, basis: basis)
        let wrong = runs.filter { !$0.lateFalseFirings(ticket).isEmpty }
        return [
            split(runs.filter { $0.missesTicket(ticket) }),
            split(wrong) + " (\(wrong.flatMap { $0.lateFalseFirings(ticket) }.hours.rounded0) h)",
            "\(runs.count { !$0.falseFirings(ticket).isEmpty })",
        ]
    }

    /// "a + b": b of them end within 2 % of the limit.
    private static func split(_ runs: [Run]) -> String {
        "\(runs.count { !$0.outcome.isNear }) + \(runs.count(where: \.outcome.isNear))"
    }

    /// Of the kinds whose end can be known 4 h before; loops from an hour after their start on.
    private static func withinTenPercent(_ runs: [Run], _ windows: [String]) -> String {
        let knowable = runs.filter { run in
            guard let exhaustion = run.outcome.exhaustion, run.kind != .bursts, run.kind != .stopGo else {
                return false
            }
            return run.outcome.loopStart.map { exhaustion - 4 * 3600 >= $0 + 3600 } ?? true
        }
        return windows.map { window in
            let errors = knowable.compactMap { $0.errors[4]?[window] }
            guard !errors.isEmpty else { return "-" }
            let share = "\((100 * Double(errors.count { $0 <= 0.1 }) / Double(errors.count)).rounded0) %"
            return windows.count > 1 ? "\(window) \(share)" : share
        }.joined(separator: ", ")
    }

    private static func span(_ hours: [Double]) -> String {
        hours.isEmpty ? "-" : "\(hours.quantile(0.5).rounded1), \((hours.min() ?? 0).rounded1)"
    }

    private static func count(_ runs: [Run], _ firings: (Run) -> [Alert.Firing]) -> String {
        let those = runs.filter { !firings($0).isEmpty }
        let all = those.flatMap(firings)
        return "\(those.count), \(all.count), \(all.hours.rounded1)"
    }

    private func tickets(_ runs: [Run]) -> String {
        let rows = SpendingKind.allCases.flatMap { kind in
            Self.bases.map { basis, label in
                let these = runs.filter { $0.kind == kind }
                let out = these.filter { $0.outcome.exhaustion != nil }
                let ticket = Condition(severity: .ticket, basis: basis)
                return [
                    "\(kind)", "\(out.count)/\(these.count - out.count) (\(these.count(where: \.outcome.isNear)))",
                    label,
                    Self.span(out.map { $0.firstWarning(ticket) }), Self.span(out.map { $0.unbrokenWarning(ticket) }),
                    kind == .runaway ? "-" : Self.split(these.filter { $0.missesTicket(ticket) }),
                    Self.count(these) { $0.falseFirings(ticket) }, Self.count(these) { $0.lateFalseFirings(ticket) },
                ]
            }
        }
        return Self.table(
            [
                "spending", "runs out/not (near)", "ticket", "first, h: median, worst", "unbroken, h: median, worst",
                "missed", "false: seeds, number, h", "after day 7: seeds, number, h",
            ], rows)
    }

    private func pages(_ runs: [Run]) -> String {
        let rows = SpendingKind.allCases.flatMap { kind in
            Self.bases.map { basis, label in
                let these = runs.filter { $0.kind == kind }
                let out = these.filter { $0.outcome.exhaustion != nil }
                let page = Condition(severity: .page, basis: basis)
                return [
                    "\(kind)", label, Self.span(out.map { $0.firstWarning(page) }),
                    kind == .runaway ? "\(out.count { $0.missesLoop(page) })" : "-",
                    Self.count(these) { $0.falseFirings(page) }, Self.count(these) { $0.earlyFirings(page) },
                ]
            }
        }
        return Self.table(
            [
                "spending", "page", "first, h: median, worst", "runaway goal missed", "false: seeds, number, h",
                "over 8 h early: seeds, number, h",
            ], rows)
    }

    private func errors(_ runs: [Run]) -> String {
        let columns = Run.horizons.flatMap { horizon in Run.windows.map { "\(Int(horizon)) h \($0)" } }
        let rows = SpendingKind.allCases.map { kind in
            ["\(kind)"]
                + Run.horizons.flatMap { horizon in
                    Run.windows.map { window in
                        let errors = runs.filter { $0.kind == kind }.compactMap { $0.errors[horizon]?[window] }
                        guard !errors.isEmpty else { return "-" }
                        let near = 100 * Double(errors.count { $0 <= 0.1 }) / Double(errors.count)
                        return "\((100 * errors.quantile(0.5)).rounded0) % (\(near.rounded0))"
                    }
                }
        }
        return "Median of |estimate - truth| / time left (seeds within 10 %, in percent).\n\n"
            + Self.table(["spending"] + columns, rows)
    }

    private func misses(_ runs: [Run]) -> String {
        let lines = runs.flatMap { run in
            run.misses.map {
                "* \(run.kind) \(run.seed) (\((100 * run.outcome.margin).rounded1) % beyond the limit): \($0)\n"
            }
        }
        return lines.isEmpty ? "None.\n" : lines.joined()
    }
}

extension Run {
    /// Which goals are not met, in words.
    fileprivate var misses: [String] {
        let ticket = Condition(severity: .ticket, basis: .patternOrLines)
        let page = Condition(severity: .page, basis: .patternOrLines)
        var misses: [String] = []
        if missesTicket(ticket) { misses.append("ticket for the last \(unbrokenWarning(ticket).rounded1) h only") }
        let wrong = lateFalseFirings(ticket)
        if !wrong.isEmpty { misses.append("false ticket after day 7 for \(wrong.hours.rounded1) h") }
        if missesLoop(page), let exhaustion = outcome.exhaustion, let start = outcome.loopStart {
            let loop = (exhaustion - start) / 3600
            misses.append("paged \(firstWarning(page).rounded1) h before the end of a loop of \(loop.rounded1) h")
        }
        let falsePages = falseFirings(page)
        if !falsePages.isEmpty { misses.append("false page for \((falsePages.hours * 60).rounded0) min") }
        let early = earlyFirings(page)
        if !early.isEmpty { misses.append("page over 8 h early for \((early.hours * 60).rounded0) min") }
        return misses
    }
}

extension [Double] {
    /// 0.5 is the median, the upper one of two.
    fileprivate func quantile(_ part: Double) -> Double {
        isEmpty ? .nan : sorted()[Swift.min(count - 1, Int(part * Double(count)))]
    }
}

extension Double {
    fileprivate var rounded0: String { isFinite ? "\(Int(rounded()))" : "inf" }

    fileprivate var rounded1: String {
        guard isFinite else { return "inf" }
        let tenths = Int((abs(self) * 10).rounded())
        return "\(self < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
    }
}
