import Budgets
import Polling
import Threading

/// The kinds of accounts that have no page of their own: how many there are, and of each kind those that matter most.
struct OtherAccounts: Sendable {
    private static let mostRows = 20
    /// How many accounts are looked at before other tasks get a turn.
    private static let accountsBetweenYields = 500

    let report: Report
    let now: Timestamp
    let shownID: @Sendable (AccountID) -> String

    @concurrent
    func html() async -> HTML {
        let kinds: [(kind: AccountKind, title: String)] = [
            (.key, "Keys"), (.user, "Users"), (.organization, "Organisations"), (.customer, "Customers"),
            (.provider, "Providers"),
        ]
        var sections: [HTML] = []
        for (kind, title) in kinds {
            if let section = await section(title, report.accounts(kind)) { sections.append(section) }
        }
        guard !sections.isEmpty else { return .empty }
        return HTML(.section) {
            HTML(.h2) { "Also watched" }
            HTML.joined(sections)
        }
    }

    private func section(_ title: String, _ accounts: [Account]) async -> HTML? {
        guard !accounts.isEmpty else { return nil }
        var standings = StandingCounts()
        var shown: [Standing] = []
        for (index, account) in accounts.enumerated() {
            let standing = Standing(account, now: now)
            standings.add(standing)
            if account.budget.limit.amount != nil, !standing.hasZeroLimit { shown.append(standing) }
            if (index + 1).isMultiple(of: Self.accountsBetweenYields) { await Task.yield() }
        }
        var counts = [accounts.count.grouped + " in all"] + standings.phrases
        if let hidden = report.dropped[accounts[0].kind], hidden > 0 {
            counts.append("\(hidden.grouped) more held back by a limit")
        }
        TeamOrder.trouble.sort(&shown, isReversed: false)
        let alike = AlikeNames(shown.map { $0.account.name(shownID) })
        // A provider's spend changes with the worker that answers, so that nothing is forecast from it.
        let hasForecasts = accounts[0].kind != .provider
        var columns: [HTML.Column] = [
            .text("Name"), .text("Used"), .number("Left"), .number("Spent"), .number("Limit"),
        ]
        if hasForecasts { columns.append(.text("Runs out")) }
        columns.append(.text("Resets"))
        let rows = shown.prefix(Self.mostRows).map { row($0, alike, hasForecasts: hasForecasts) }
        return HTML(.details) {
            HTML(.summary) {
                HTML(.strong) { title }
                " \(counts.joined(separator: ", "))"
            }
            if shown.isEmpty {
                HTML(.p) { "None of them has a limit." }
            } else {
                HTML.table(
                    shown.count > Self.mostRows
                        ? "\(title) with a limit: the \(Self.mostRows) that matter most of \(shown.count.grouped)"
                        : "\(title) with a limit",
                    columns: columns, rows)
            }
        }
    }

    private func row(_ standing: Standing, _ alike: AlikeNames, hasForecasts: Bool) -> HTML {
        let account = standing.account
        var cells = [
            HTML.used(standing),
            HTML(.td, [(.class, "number \(standing.tone.rawValue)")]) { standing.left },
            HTML.number { account.spend?.text ?? "unknown" },
            HTML.number { HTML.amount(account.budget.limit.amount) },
        ]
        if hasForecasts { cells.append(HTML.cell { HTML.end(standing) }) }
        cells.append(HTML.cell { HTML.reset(standing) })
        return HTML.row(.joined([HTML.name(of: account, alike, shownID), HTML.marks(standing)]), cells)
    }
}
