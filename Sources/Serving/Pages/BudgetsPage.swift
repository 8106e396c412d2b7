import Budgets
import Polling
import Threading

/// The page for whoever opens the exporter's address: what is left of the budgets, and who is in trouble.
struct BudgetsPage: Sendable {
    static let path = "/"
    /// So many rows are rendered before other tasks get a turn.
    private static let rowsBetweenYields = 50

    let configuration: ExporterServer.Configuration
    let report: Report
    let presentation: Presentation
    let query: TeamsQuery
    let now: Timestamp

    private var frame: PageFrame { PageFrame(configuration: configuration, title: "Budgets", root: "./") }

    @concurrent
    func source() async -> String {
        let overview = await Overview.looking(at: report, for: query, now: now)
        var rows: [HTML] = []
        for (index, standing) in overview.standings.enumerated() {
            rows.append(row(standing, isAlike: overview.alikeNames.contains(standing.account.name)))
            if (index + 1).isMultiple(of: Self.rowsBetweenYields) { await Task.yield() }
        }
        let others = await OtherAccounts(report: report, now: now, shownID: presentation.shownID).html()
        return frame.document(
            .joined([
                HTML(.div, [(.id, "state")]) {
                    HTML(.h1) { "Budgets" }
                    ReadingState(report: report, staleAfter: presentation.staleAfter, now: now).html
                    summary(overview)
                },
                HTML(.section, [(.id, "teams"), (.ariaLabelledBy, "teams-title")]) {
                    HTML(.h2, [(.id, "teams-title")]) { "Teams" }
                    if overview.count > 0 { form(overview.query) }
                    HTML(.div, [(.id, "board")]) { board(overview, rows) }
                },
                HTML(.div, [(.id, "others")]) {
                    others
                    SourcesTable(sources: report.sources, now: now).html
                },
                HelpSection.html,
            ]))
    }

    // MARK: What all come to

    private func summary(_ overview: Overview) -> HTML {
        let totals = overview.totals
        return HTML(.dl, [(.class, "figures")]) {
            if let proxy = report.accounts(.proxy).first { proxyFigure(Standing(proxy, now: now)) }
            if overview.count > 0 {
                figure("Left", totals.left.text, "of \(totals.limits.text) in limits")
                figure(
                    "Spent", totals.spent.text,
                    totals.spentWithoutLimit > 0
                        ? "\(totals.spentWithoutLimit.text) of it without a limit" : "in the running periods")
                if let perDay = totals.perDay {
                    figure(
                        "Pace", "\(perDay.text)/d",
                        totals.paced == overview.count
                            ? "of all teams together"
                            : "of \(totals.paced.grouped) of \(overview.count.grouped) teams, as far as it is known")
                } else {
                    figure("Pace", "not known yet", "it takes 48 minutes of watching, as do forecasts")
                }
                figure(
                    overview.count == 1 ? "Team" : "Teams", overview.count.grouped,
                    overview.counts.phrases.isEmpty ? "all well" : overview.counts.phrases.joined(separator: ", "))
            }
            if totals.unknown > 0 {
                figure("Not known", totals.unknown.grouped, "teams whose spend or limit is missing in the sums")
            }
        }
    }

    private func figure(_ title: String, _ value: String, _ remark: String) -> HTML {
        HTML(.div) {
            HTML(.dt) { title }
            HTML(.dd) {
                HTML(.strong) { value }
                HTML(.small) { remark }
            }
        }
    }

    private func proxyFigure(_ standing: Standing) -> HTML {
        HTML(.div) {
            HTML(.dt) { "Proxy as a whole" }
            HTML(.dd) {
                HTML(.strong) { standing.account.remaining.map { "\($0.text) left" } ?? standing.left }
                HTML.bar(standing)
                HTML(.small) {
                    "\(standing.account.spend?.text ?? "unknown") spent"
                    if let limit = standing.account.budget.limit.amount { " of \(limit.text)" }
                    if !standing.resets.isEmpty { ", resets \(standing.resets)" }
                }
                HTML.marks(standing, withRunningOut: true)
            }
        }
    }

    // MARK: Choosing

    private func form(_ query: TeamsQuery) -> HTML {
        HTML(.form, [(.role, "search"), (.method, "get"), (.action, frame.path(Self.path))]) {
            HTML(.label, [(.for, "q")]) { "Alias or id" }
            HTML(
                .input,
                [(.type, "search"), (.id, "q"), (.name, "q"), (.value, query.search), (.autocomplete, "off")])
            HTML(.label, [(.for, "sort")]) { "In the order of" }
            HTML(.select, [(.id, "sort"), (.name, "sort")]) {
                for order in TeamOrder.allCases {
                    option(query, order, isReversed: false)
                    if order == query.order, query.isReversed { option(query, order, isReversed: true) }
                }
            }
            HTML(.button, [(.type, "submit")]) { "Show" }
        }
    }

    private func option(_ query: TeamsQuery, _ order: TeamOrder, isReversed: Bool) -> HTML {
        let isSelected = order == query.order && isReversed == query.isReversed
        return HTML(
            .option,
            [(.value, (isReversed ? "-" : "") + order.rawValue)] + (isSelected ? [(.selected, "")] : [])
        ) { order.title + (isReversed ? ", the other way around" : "") }
    }

    // MARK: The table

    private func board(_ overview: Overview, _ rows: [HTML]) -> HTML {
        .joined([
            HTML(.p, [(.class, "found"), (.role, "status")]) { found(overview) },
            rows.isEmpty ? .empty : table(overview, rows),
            pages(overview),
        ])
    }

    private func found(_ overview: Overview) -> HTML {
        let query = overview.query
        guard overview.count > 0 else { return .text(absence) }
        guard overview.matchCount > 0 else {
            return .joined([
                .text("No team has “\(query.search)” in its alias or id. "),
                HTML(.a, [(.href, frame.path(Self.path))]) { "Show all \(overview.count.grouped)" },
            ])
        }
        let first = (query.page - 1) * Overview.pageLength + 1
        let range = "\(first.grouped)–\((first + overview.standings.count - 1).grouped) of "
        let shown = overview.pageCount > 1 ? range : ""
        let teams = overview.matchCount == 1 ? "1 team" : "\(overview.matchCount.grouped) teams"
        guard !query.search.isEmpty else { return .text(shown + teams) }
        return .joined([
            .text("\(shown)\(teams) with “\(query.search)”. "),
            HTML(.a, [(.href, frame.path(Self.path))]) { "Show all \(overview.count.grouped)" },
        ])
    }

    /// Why there is no team.
    private var absence: String {
        guard report.isReady else { return "No team has been read yet." }
        let reliability = Reliability(report)
        let isOld = reliability.readAt.map { now - $0 > presentation.staleAfter } ?? true
        return !reliability.isUp && isOld
            ? "No team is shown: LiteLLM could not be read for too long." : "There is no team to show."
    }

    private static let columns: [(order: TeamOrder, isNumber: Bool)] = [
        (.team, false), (.used, false), (.left, true), (.spent, true), (.limit, true), (.rate, true), (.ends, false),
        (.resets, false),
    ]

    private func table(_ overview: Overview, _ rows: [HTML]) -> HTML {
        HTML(
            .div, [(.class, "scroll"), (.role, "region"), (.ariaLabel, "Table of teams"), (.tabindex, "0")]
        ) {
            HTML(.table, [(.class, "teams cards")]) {
                HTML(.caption) {
                    "Teams and their budgets in the order of: \(overview.query.order.title.lowercased())"
                        + (overview.query.isReversed ? ", the other way around." : ".")
                }
                HTML(.thead) {
                    HTML(.tr) {
                        for column in Self.columns { heading(column.order, column.isNumber, overview.query) }
                    }
                }
                HTML(.tbody) { HTML.joined(rows) }
            }
        }
    }

    private func heading(_ order: TeamOrder, _ isNumber: Bool, _ query: TeamsQuery) -> HTML {
        var attributes: [(HTML.Attribute, String)] = [(.scope, "col")]
        if isNumber { attributes.append((.class, "number")) }
        if order == query.order {
            attributes.append((.ariaSort, order.isDescending != query.isReversed ? "descending" : "ascending"))
        }
        return HTML(.th, attributes) {
            HTML(
                .a,
                [(.href, frame.path(Self.path) + query.sorted(by: order).text), (.id, "sort-\(order.rawValue)")]
            ) { order.title }
        }
    }

    /// - Parameter isAlike: Whether another team seems to have the same name.
    private func row(_ standing: Standing, isAlike: Bool) -> HTML {
        let account = standing.account
        return HTML.row(
            .joined([
                TeamPage.path(of: account.id.text).map { path in
                    HTML(.a, [(.href, frame.path(path))]) { HTML.name(account.name) }
                } ?? .name(account.name),
                isAlike && account.name != account.id.text ? HTML(.small) { HTML.name(account.id.text) } : .empty,
                HTML.marks(standing),
            ]),
            [
                HTML.used(standing),
                HTML(.td, [(.class, "number \(standing.tone.rawValue)")]) { standing.left },
                HTML.number { account.spend?.text ?? "unknown" },
                HTML.number {
                    HTML.amount(account.budget.limit.amount)
                    if let soft = account.budget.softLimit { HTML(.small) { "soft \(soft.text)" } }
                },
                HTML.number { standing.rate },
                HTML.cell { HTML.end(standing) },
                HTML.cell { HTML.reset(standing) },
            ])
    }

    private func pages(_ overview: Overview) -> HTML {
        guard overview.pageCount > 1 else { return .empty }
        return HTML(.nav, [(.class, "pages"), (.ariaLabel, "Pages of teams")]) {
            HTML(.ul) {
                for page in 1...overview.pageCount {
                    HTML(.li) {
                        HTML(
                            .a,
                            [
                                (.href, frame.path(Self.path) + overview.query.at(page: page).text),
                                (.id, "page-\(page)"),
                            ]
                                + (page == overview.query.page ? [(.ariaCurrent, "page")] : [])
                        ) { "\(page)" }
                    }
                }
            }
        }
    }
}
