import Budgets
import LiteLLMAdmin
import TestSupport
import Threading

@testable import Polling

/// What the pages are looked at with.
enum SamplePages {
    struct Site: Sendable {
        var report: Report?
        var banner: String?
    }

    static let all: [String: Site] = [
        "three": Site(report: report(SampleTeams.three)),
        "forty": Site(
            report: company, banner: "These budgets are made up: this is the demo, no real proxy is watched."),
        "many": Site(report: report(SampleTeams.threeThousand)),
        "none": Site(report: report([])),
        "stale": Site(report: unread(SampleTeams.three)),
        // What was not read for so long is not shown any more.
        "outage": Site(report: unread([])),
        "starting": Site(),
        "hostile": Site(report: hostile),
    ]

    static let hostileID = "<img src=x onerror=\"alert('id')\">/?#%00\u{202E}"
    static let teamPath = "/teams/\(SampleTeams.id(11))"

    private static func report(_ teams: [Account]) -> Report {
        var report = Report(time: SampleTeams.now, uptime: Uptime(sinceOrigin: .zero))
        report.proxyIsUp = true
        report.isReady = true
        report.accounts[.team] = teams.sorted { $0.id < $1.id }
        report.sources = [SourceID.details, .keys, .teams].map { source in
            var status = SourceStatus(source, interval: .seconds(30))
            status.isUp = true
            status.accounts = source == .teams ? teams.count : 5
            status.lastSuccess = SampleTeams.now - .seconds(12)
            return status
        }
        return report
    }

    /// Forty teams, one of which has keys, members, models and windows, and something of every other kind.
    private static let company: Report = {
        let id = SampleTeams.id(11)
        let teams = SampleTeams.forty.map { team in
            guard team.id == .team(id) else { return team }
            var team = team
            team.identity.organizationID = "org-search"
            team.keyCount = 4
            team.memberCount = 2
            team.modelBudgets = [ModelBudget(model: "claude-sonnet-4", limit: 500, spend: 212.4)]
            team.windows = [BudgetWindow(duration: "1d", limit: 150, resetsAt: SampleTeams.now + .seconds(43_200))]
            return team
        }
        var report = Self.report(teams)
        report.accounts[.proxy] = [
            Account(
                id: .proxy,
                budget: Budget(
                    limit: .limited(30_000), duration: "30d", resetsAt: SampleTeams.now + .seconds(820_000)),
                spend: 11_240.55)
        ]
        report.accounts[.key] = ["indexing", "evaluation", "notebooks", "production gateway"].enumerated()
            .map { index, alias in
                let digit: Character = ["3", "5", "a", "d"][index]
                var key = Account(
                    id: .key(hash: String(repeating: digit, count: 64)),
                    identity: Account.Identity(alias: index == 2 ? nil : alias, teamID: id),
                    budget: Budget(limit: index == 3 ? .limited(2500) : .unlimited), spend: USD(Double(index) * 640))
                key.expiresAt = index == 1 ? SampleTeams.now + .seconds(400_000) : nil
                return key
            }
        report.accounts[.teamMember] = ["ana", "sha256:0011223344556677"].map { user in
            Account(id: .teamMember(team: id, user: user), budget: Budget(limit: .limited(1500)), spend: 1300)
        }
        report.accounts[.user] = [Account(id: .user("batch"), budget: Budget(limit: .limited(40)), spend: 41)]
        return report
    }()

    /// These teams, after LiteLLM could not be read for 25 minutes.
    private static func unread(_ teams: [Account]) -> Report {
        var report = Self.report(teams)
        report.proxyIsUp = false
        for index in report.sources.indices {
            report.sources[index].isUp = false
            report.sources[index].lastSuccess = SampleTeams.now - .seconds(1500)
            report.sources[index].failure = SourceStatus.Failure(
                AdminError(
                    .teamList, .databaseUnavailable, status: 503, explanation: "LiteLLM cannot reach its database"))
        }
        return report
    }

    private static let hostile: Report = {
        let names = [
            hostileID, "</script><script>alert(1)</script>", "javascript:alert(1)", "' onmouseover='alert(1)",
            String(repeating: "long", count: 100), "\u{1B}[31mred\u{202E}\u{2066}",
            "{{constructor.constructor('alert(1)')()}}",
            String(repeating: "a\u{301}\u{302}\u{303}", count: 40), "צוות המחקר", "研究開発チーム",
        ]
        var report = Self.report(
            names.map { name in
                var team = SampleTeams.team(name, id: name, spend: 95, limit: .limited(100), soft: 50, duration: name)
                team.identity.organizationID = name
                team.identity.metadata = [name: name]
                team.modelBudgets = [ModelBudget(model: name, limit: 1)]
                return team
            })
        report.accounts[.key] = [
            Account(
                id: .key(hash: hostileID), identity: Account.Identity(alias: names[4], teamID: hostileID),
                budget: Budget(limit: .limited(1), duration: hostileID), spend: 1)
        ]
        return report
    }()

    /// A course that ends with what the team has spent.
    static func course(of id: AccountID) -> [SpendPoint] {
        guard let team = (SampleTeams.three + SampleTeams.forty).first(where: { $0.id == id }), let spend = team.spend
        else { return [] }
        return (0...160).map { hour in
            let hoursAgo = Double(160 - hour)
            let isDay = (7..<19).contains((hour + 12) % 24)
            let share = 1 - hoursAgo / 160 * (isDay ? 0.40 : 0.42)
            return SpendPoint(
                time: SampleTeams.now - .seconds(hoursAgo * 3600), spend: USD(spend.amount * min(1, share)))
        }
    }
}
