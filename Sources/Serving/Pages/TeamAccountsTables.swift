import Budgets
import Polling
import Threading

/// The keys and the members of a team in tables, no more of each than somebody reads.
struct TeamAccountsTables: Sendable {
    static let mostRows = 100

    let accounts: TeamAccounts
    let report: Report
    let now: Timestamp
    let shownID: @Sendable (AccountID) -> String

    var html: HTML {
        .joined([
            section("Keys", .key, accounts.keys, none: "No key of this team is known."),
            section("Members", .teamMember, accounts.members, none: nil),
        ])
    }

    private func section(_ title: String, _ kind: AccountKind, _ accounts: [Account], none: String?) -> HTML {
        guard !accounts.isEmpty || none != nil else { return .empty }
        let shown = accounts.prefix(Self.mostRows)
        let alike = AlikeNames(accounts.map { $0.name(shownID) })
        let remarks = [
            shown.count < accounts.count
                ? "\(title) by spend: the first \(shown.count) of \(accounts.count.grouped)" : "\(title) by spend"
        ]
        let columns: [HTML.Column] = [
            .text("Name"), .number("Spent"), .text("Used"), .number("Left"), .number("Limit"), .text("Resets"),
        ]
        return HTML(.section) {
            HTML(.h2) { title }
            if accounts.isEmpty, let none {
                HTML(.p, [(.class, "faint")]) { none }
            } else {
                HTML.table(
                    remarks.joined(), columns: columns + (kind == .key ? [.text("Expires")] : []),
                    style: "accounts cards",
                    shown.map { row(Standing($0, now: now), alike) })
            }
            if let hidden = report.dropped[kind], hidden > 0 {
                HTML(.p, [(.class, "faint")]) { "\(hidden.grouped) more, of all teams, are held back by a limit." }
            }
        }
    }

    private func row(_ standing: Standing, _ alike: AlikeNames) -> HTML {
        let account = standing.account
        var cells = [
            HTML.number { account.spend?.text ?? "unknown" },
            HTML.used(standing),
            HTML(.td, [(.class, "number \(standing.tone.rawValue)")]) { standing.left },
            HTML.number { HTML.amount(account.budget.limit.amount) },
            HTML.cell { HTML.reset(standing) },
        ]
        if account.kind == .key {
            cells.append(
                HTML.cell {
                    if let expiresAt = account.expiresAt {
                        HTML.time(
                            expiresAt, expiresAt > now ? "in \((expiresAt - now).inOneUnit)" : "has expired")
                    }
                })
        }
        return HTML.row(.joined([HTML.name(of: account, alike, shownID), HTML.marks(standing)]), cells)
    }
}
