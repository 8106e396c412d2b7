/// The tables of docs/forecast.md.
struct Report {
    let runs: [Run]

    var text: String {
        var text = "### In all\n\n" + summary
        for hasHistory in [false, true] {
            let name = hasHistory ? "one earlier period watched" : "no history before the period"
            let these = runs.filter { $0.hasHistory == hasHistory }
            text += "\n### Tickets, \(name)\n\n" + tickets(these)
            text += "\n### Pages, \(name)\n\n" + pages(these)
            text += "\n### Error of the exhaustion time, \(name)\n\n" + errors(these)
            text += "\n### Goals not met, \(name)\n\n" + misses(these)
        }
        return text
    }

    private static func table(_ columns: [String], _ rows: [[String]]) -> String {
        ([columns, columns.indices.map { $0 == 0 ? "---" : "---:" }] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// "a + b": b of them end within 2 % of the limit.
    private static func split(_ runs: [Run]) -> String {
        "\(runs.count { !$0.series.isNear }) + \(runs.count(where: \.series.isNear))"
    }

    private var summary: String {
        let rows = [false, true].flatMap { hasHistory in
            [(ConditionName.ticketByLines, ConditionName.pageByLines), (.ticketByPattern, .pageWithPattern)].map {
                ticket, page in
                let these = runs.filter { $0.hasHistory == hasHistory }
                let wrong = these.filter { !$0.lateFalseFirings(ticket).isEmpty }
                return [
                    (ticket == .ticketByPattern ? "after, " : "before, ")
                        + (hasHistory ? "one period watched" : "no history"),
                    Self.split(these.filter { $0.missesTicket(ticket) }),
                    Self.split(wrong) + " (\(wrong.flatMap { $0.lateFalseFirings(ticket) }.hours.rounded0) h)",
                    "\(these.count { !$0.falseFirings(ticket).isEmpty })",
                    "\(these.count { $0.missesLoop(page) })",
                    Self.split(these.filter { !$0.falseFirings(page).isEmpty }),
                    "\(these.count { !$0.earlyFirings(page).isEmpty })",
                    Self.withinTenPercent(these, page == .pageByLines ? ["5m", "1h", "1d", "7d"] : ["pattern"]),
                ]
            }
        }
        return Self.table(
            [
                "seeds", "no ticket 24 h ahead, unbroken", "false ticket after day 7", "false ticket ever",
                "runaway goal missed", "false page", "page over 8 h early", "4 h before, within 10 %",
            ], rows)
    }

    /// Of the kinds whose end can be known 4 h before; loops from an hour after their start on.
    private static func withinTenPercent(_ runs: [Run], _ windows: [String]) -> String {
        let knowable = runs.filter { run in
            guard let exhaustion = run.series.exhaustion, run.kind != .bursts, run.kind != .stopGo else { return false }
            return run.series.loopStart.map { exhaustion - 4 * 3600 >= $0 + 3600 } ?? true
        }
        return windows.map { window in
            let errors = knowable.compactMap { $0.errors[4]?[window] }
            guard !errors.isEmpty else { return "-" }
            return (windows.count > 1 ? "\(window) " : "") + percent(errors.count { $0 <= 0.1 }, of: errors.count)
        }.joined(separator: ", ")
    }

    private static func percent(_ count: Int, of all: Int) -> String {
        "\((100 * Double(count) / Double(all)).rounded0) %"
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
            [
                (ConditionName.ticketByLines, "1d and 7d"), (.keyTicketByLines, "1h and 1d"),
                (.ticketByPattern, "pattern"),
            ]
            .map { name, label in
                let these = runs.filter { $0.kind == kind }
                let out = these.filter { $0.series.exhaustion != nil }
                return [
                    "\(kind)", "\(out.count)/\(these.count - out.count) (\(these.count(where: \.series.isNear)))", label,
                    Self.span(out.map { $0.firstWarning(name) }), Self.span(out.map { $0.unbrokenWarning(name) }),
                    kind == .runaway ? "-" : Self.split(these.filter { $0.missesTicket(name) }),
                    Self.count(these) { $0.falseFirings(name) }, Self.count(these) { $0.lateFalseFirings(name) },
                ]
            }
        }
        return Self.table(
            [
                "spending", "runs out/not (near)", "ticket by", "first, h: median, worst", "unbroken, h: median, worst",
                "missed", "false: seeds, number, h", "after day 7: seeds, number, h",
            ], rows)
    }

    private func pages(_ runs: [Run]) -> String {
        let rows = SpendingKind.allCases.flatMap { kind in
            [(ConditionName.pageByLines, "5m and 1h"), (.pageWithPattern, "and pattern")].map { name, label in
                let these = runs.filter { $0.kind == kind }
                let out = these.filter { $0.series.exhaustion != nil }
                return [
                    "\(kind)", label, Self.span(out.map { $0.firstWarning(name) }),
                    kind == .runaway ? "\(out.count { $0.missesLoop(name) })" : "-",
                    Self.count(these) { $0.falseFirings(name) }, Self.count(these) { $0.earlyFirings(name) },
                ]
            }
        }
        return Self.table(
            [
                "spending", "page by", "first, h: median, worst", "runaway goal missed", "false: seeds, number, h",
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
                        let near = errors.count { $0 <= 0.1 }
                        return "\((100 * errors.quantile(0.5)).rounded0) % (\((100 * Double(near) / Double(errors.count)).rounded0))"
                    }
                }
        }
        return "Median of |estimate - truth| / time left (seeds within 10 %, in percent).\n\n"
            + Self.table(["spending"] + columns, rows)
    }

    private func misses(_ runs: [Run]) -> String {
        let lines = runs.flatMap { run -> [String] in
            var misses: [String] = []
            if run.missesTicket(.ticketByPattern) {
                misses.append("ticket for the last \(run.unbrokenWarning(.ticketByPattern).rounded1) h only")
            }
            let wrong = run.lateFalseFirings(.ticketByPattern)
            if !wrong.isEmpty { misses.append("false ticket after day 7 for \(wrong.hours.rounded1) h") }
            if run.missesLoop(.pageWithPattern), let exhaustion = run.series.exhaustion, let start = run.series.loopStart {
                misses.append(
                    "paged \(run.firstWarning(.pageWithPattern).rounded1) h before the end of a loop of "
                        + "\(((exhaustion - start) / 3600).rounded1) h")
            }
            let falsePages = run.falseFirings(.pageWithPattern)
            if !falsePages.isEmpty { misses.append("false page for \((falsePages.hours * 60).rounded0) min") }
            let early = run.earlyFirings(.pageWithPattern)
            if !early.isEmpty { misses.append("page over 8 h early for \((early.hours * 60).rounded0) min") }
            let margin = (100 * (run.series.demand / run.series.limit - 1)).rounded1
            return misses.map { "* \(run.kind) \(run.seed) (\(margin) % beyond the limit): \($0)\n" }
        }
        return lines.isEmpty ? "None.\n" : lines.joined()
    }
}

extension [Double] {
    func quantile(_ part: Double) -> Double {
        isEmpty ? .nan : sorted()[Swift.min(count - 1, Int(part * Double(count)))]
    }
}

extension Double {
    var rounded0: String { isFinite ? "\(Int(rounded()))" : "inf" }

    var rounded1: String {
        guard isFinite else { return "inf" }
        let tenths = Int((abs(self) * 10).rounded())
        return "\(self < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
    }
}
