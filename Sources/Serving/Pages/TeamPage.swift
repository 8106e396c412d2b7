import Budgets
import Polling
import Threading

/// The page of one team: what is left, how it came to that, where it leads, and who spends it.
struct TeamPage: Sendable {
    static let prefix = "/teams/"

    let configuration: ExporterServer.Configuration
    let report: Report
    let presentation: Presentation
    let team: Account
    /// How spending of the running period went.
    let course: [SpendPoint]
    let now: Timestamp

    /// Nil for an id that no address can have.
    static func path(of id: String) -> String? {
        id.isEmpty ? nil : id.asPathSegment.map { prefix + $0 }
    }

    private var standing: Standing { Standing(team, now: now) }

    @concurrent
    func source() async -> String {
        let frame = PageFrame(configuration: configuration, title: team.name, root: "../")
        let people = await TeamAccounts.of(team, in: report)
        return frame.document(
            .joined([
                HTML(.div, [(.id, "state")]) {
                    HTML(.p, [(.class, "trail")]) {
                        HTML(.a, [(.href, frame.path(BudgetsPage.path))]) { "All teams" }
                    }
                    HTML(.h1) { HTML.name(team.name) }
                    HTML(.p) { HTML.marks(standing) }
                    HTML(.p, [(.class, "sentence")]) { standing.sentence }
                    HTML.bar(standing)
                    ReadingState(report: report, staleAfter: presentation.staleAfter, now: now).html
                    figures
                },
                HTML(.div, [(.id, "board")]) {
                    SpendChart(standing: standing, course: course).html
                    forecasts
                    TeamAccountsTables(accounts: people, report: report, now: now, shownID: presentation.shownID)
                        .html
                    partialBudgets
                },
                HTML(.p) {
                    HTML(.a, [(.href, frame.path(TeamRoute.documentPrefix) + team.id.text.percentEncoded)]) {
                        "The same as JSON"
                    }
                },
            ]))
    }

    // MARK: Figures

    private var figures: HTML {
        let history = team.history
        var pairs: [(String, HTML)] = [
            ("Left", .text(standing.left)),
            ("Spent", .text(team.spend?.text ?? "unknown")),
        ]
        func add(_ title: String, _ value: String?) {
            if let value, !value.isEmpty { pairs.append((title, .text(value))) }
        }
        add("Limit", team.budget.limit.amount?.text)
        add("Soft limit", team.budget.softLimit?.text)
        add("Used", standing.ratio)
        add("Pace", standing.rate)
        if standing.runningOut != nil { pairs.append(("Runs out", HTML.end(standing))) }
        add(
            "At the reset",
            standing.projectedSpend.isEmpty ? nil : "\(standing.projectedSpend) by \(standing.basis ?? "")")
        if let resetsAt = team.budget.resetsAt {
            pairs.append(("Resets", .joined([HTML.reset(standing), HTML(.small) { resetsAt.toTheMinute }])))
        }
        add("Period", team.budget.duration)
        add("Period began", history?.periodStart?.toTheMinute)
        add("Exhausted since", history?.exhaustedSince?.toTheMinute)
        add("Spent since watched", history?.spendTotal.text)
        if let history, history.scheduledResets + history.unscheduledResets > 0 {
            add("Resets seen", "\(history.scheduledResets) scheduled, \(history.unscheduledResets) by hand")
        }
        add("Keys", team.keyCount?.grouped)
        add("Members", team.memberCount?.grouped)
        add("Tokens a minute", team.tokensPerMinuteLimit.map { "at most \($0.grouped)" })
        add("Requests a minute", team.requestsPerMinuteLimit.map { "at most \($0.grouped)" })
        add("Organisation", team.identity.organizationID)
        for (name, value) in team.identity.metadata.sorted(by: { $0.key < $1.key }) { add(name, value) }
        if team.name != team.id.text { add("Team id", team.id.text) }
        return HTML(.dl, [(.class, "facts")]) {
            for (title, value) in pairs {
                HTML(.div) {
                    HTML(.dt) { title }
                    HTML(.dd) { value }
                }
            }
        }
    }

    private var forecasts: HTML {
        let outlooks = team.history?.outlooks ?? []
        return HTML(.section) {
            HTML(.h2) { standing.maySpend ? "Where it leads" : "Pace" }
            if outlooks.isEmpty {
                HTML(.p, [(.class, "faint")]) {
                    "Nothing is foretold yet: the team has not been watched for long enough."
                }
            } else {
                HTML.table(
                    standing.maySpend ? "Forecasts by how fast money went" : "How fast money went",
                    columns: [.text("By"), .number("Pace a day")]
                        + (standing.maySpend
                            ? [.text("Limit reached"), .text("Before its reset"), .number("Spent at the reset")] : []),
                    style: "forecasts cards", outlooks.map(row))
            }
        }
    }

    private func row(_ outlook: Outlook) -> HTML {
        HTML.row(
            .text(outlook.window.inWords),
            [
                HTML.number {
                    // That of a pattern is what is expected of the next hour, which at night is nothing.
                    outlook.window.label == LedgerTerms.standard.pattern.label
                        ? "" : USD(outlook.ratePerSecond.amount * 86_400).text
                }
            ] + (standing.maySpend ? foretold(outlook) : []))
    }

    /// Where spending in the window leads.
    private func foretold(_ outlook: Outlook) -> [HTML] {
        [
            HTML.cell {
                if let end = outlook.exhaustsAt {
                    HTML.time(end, end > now ? "in \((end - now).inOneUnitOrTwo)" : "now")
                    HTML(.small) { end.toTheMinute }
                } else if team.budget.limit.amount != nil, team.isExhausted == false {
                    "not within a year"
                }
            },
            HTML.cell {
                switch outlook.exhaustsBeforeReset {
                case true?: HTML(.strong, [(.class, "warning")]) { "yes" }
                case false?: "no"
                case nil: ""
                }
            },
            HTML.number { HTML.amount(outlook.projectedSpend) },
        ]
    }

    // MARK: Parts of the budget

    private var partialBudgets: HTML {
        .joined([
            team.modelBudgets.isEmpty
                ? .empty
                : HTML(.section) {
                    HTML(.h2) { "Models" }
                    HTML.table(
                        "Budgets of single models", columns: [.text("Model"), .number("Limit"), .number("Spent")],
                        team.modelBudgets.map { model in
                            HTML.row(
                                .text(model.model),
                                [
                                    HTML.number { model.limit?.text ?? "unknown" },
                                    HTML.number { model.spend?.text ?? "unknown" },
                                ])
                        })
                },
            team.windows.isEmpty
                ? .empty
                : HTML(.section) {
                    HTML(.h2) { "Windows" }
                    HTML.table(
                        "Limits that hold at the same time",
                        columns: [.text("Window"), .number("Limit"), .number("Spent"), .text("Resets")],
                        team.windows.map { window in
                            HTML.row(
                                .text(window.duration),
                                [
                                    HTML.number { window.limit?.text ?? "unknown" },
                                    HTML.number { window.spend?.text ?? "unknown" },
                                    HTML.cell {
                                        if let reset = window.resetsAt { HTML.time(reset, reset.toTheMinute) }
                                    },
                                ])
                        })
                },
        ])
    }
}

extension Timestamp {
    /// In UTC: `2026-11-21 12:00`.
    var toTheMinute: String {
        String(description.prefix(16)).replacing("T", with: " ")
    }
}
