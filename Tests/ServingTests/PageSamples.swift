import Budgets
import Serving
import TestSupport
import Threading

@testable import Polling

extension Report {
    /// These teams, all read seven seconds ago.
    static func of(_ teams: [Account], at time: ManualTime) -> Report {
        var report = Report.empty(at: time)
        report.proxyIsUp = true
        report.isReady = true
        for index in report.sources.indices {
            report.sources[index].isUp = true
            report.sources[index].lastSuccess = time.now() - .seconds(7)
        }
        report.accounts[.team] = teams.sorted { $0.id < $1.id }
        return report
    }

    /// One team, all of whose texts are this one, with a key, a member, a model and a window like it.
    static func hostile(_ text: String, at time: ManualTime) -> Report {
        var team = Account(
            id: .team(text), identity: Account.Identity(alias: text, organizationID: text, metadata: [text: text]),
            budget: Budget(limit: .limited(10), duration: text), spend: 1)
        team.modelBudgets = [ModelBudget(model: text, limit: 1)]
        team.windows = [BudgetWindow(duration: text, limit: 1)]
        team.history = AccountHistory(
            spendTotal: 1,
            outlooks: [Outlook(window: SpendWindow(label: text, duration: .seconds(3600)), ratePerSecond: 1)])
        var report = Report.of([team], at: time)
        report.accounts[.key] = [
            Account(
                id: .key(hash: text), identity: Account.Identity(alias: text, teamID: text),
                budget: Budget(limit: .limited(1), duration: text), spend: 1)
        ]
        report.accounts[.teamMember] = [
            Account(id: .teamMember(team: text, user: text), budget: Budget(limit: .limited(1)), spend: 1)
        ]
        return report
    }
}

extension Report {
    /// Two days of the team `t-1`.
    static let sampleCourse: SpendCourse = { id in
        guard id == .team("t-1") else { return [] }
        return (0...48).map { hour in
            SpendPoint(
                time: Timestamp(unixSeconds: 1_795_222_095 - Double(48 - hour) * 3600),
                spend: USD(40 + Double(hour * hour) / 100))
        }
    }

    /// A team with everything that there can be.
    static func ofOneTeam(at time: ManualTime) -> Report {
        let now = time.now()
        func outlook(_ label: String, _ rate: USD, in days: Double) -> Outlook {
            Outlook(
                window: SpendWindow(label: label, duration: .seconds(3600)), ratePerSecond: rate,
                exhaustsAt: now + .seconds(days * 86_400), exhaustsBeforeReset: days < 9,
                projectedSpend: USD(63.04 + rate.amount * 86_400 * 9))
        }
        var team = Account.team(
            "t-1", "Research & more", spend: 63.04, soft: 80, resetsAt: Timestamp(rfc3339: "2026-12-01T00:00:00Z"))
        team.identity.organizationID = "org-1"
        team.identity.metadata = ["cost_centre": "4711"]
        team.isBlocked = false
        team.keyCount = 2
        team.memberCount = 1
        team.tokensPerMinuteLimit = 100_000
        team.history = AccountHistory(
            spendTotal: 563.04, scheduledResets: 1, periodStart: Timestamp(rfc3339: "2026-11-01T00:00:00Z"),
            outlooks: [outlook("1d", 0.0001, in: 4.25), outlook("pattern", 0.00002, in: 21)])
        team.modelBudgets = [ModelBudget(model: "gpt-4o", limit: 50, spend: 12.5)]
        team.windows = [
            BudgetWindow(duration: "1d", limit: 10, resetsAt: Timestamp(rfc3339: "2026-11-22T00:00:00Z"))
        ]
        var report = Report.of([team], at: time)
        let digits = String(repeating: "0123456789abcdef", count: 4)
        var key = Account(
            id: .key(hash: digits), identity: Account.Identity(teamID: "t-1", userID: "u-1"),
            budget: Budget(limit: .limited(20)), spend: 3.5)
        key.headroom = 16.5
        key.expiresAt = Timestamp(rfc3339: "2026-12-24T00:00:00Z")
        let spender = Account(
            id: .key(hash: String(digits.reversed())), identity: Account.Identity(alias: "notebooks", teamID: "t-1"),
            budget: Budget(limit: .unlimited), spend: 59.54)
        let foreign = Account(
            id: .key(hash: String(repeating: "f", count: 64)), identity: Account.Identity(teamID: "t-2"),
            budget: Budget(limit: .unlimited), spend: 1000)
        report.accounts[.key] = [key, foreign, spender].sorted { $0.id < $1.id }
        report.accounts[.teamMember] = [
            Account(id: .teamMember(team: "t-1", user: "u-1"), budget: Budget(limit: .limited(30)), spend: 63.04)
        ]
        return report
    }
}

extension Account {
    static func team(
        _ id: String, _ alias: String?, spend: Double? = 1, limit: Budget.Limit = .limited(100), soft: USD? = nil,
        resetsAt: Timestamp? = nil, outlooks: [Outlook] = []
    ) -> Account {
        var team = Account(
            id: .team(id), identity: Account.Identity(alias: alias),
            budget: Budget(limit: limit, softLimit: soft, duration: "30d", resetsAt: resetsAt),
            spend: spend.map { USD($0) })
        team.history = AccountHistory(spendTotal: 1, outlooks: outlooks)
        return team
    }

    /// A team for each thing that pages tell of one.
    static func inAllStates(at now: Timestamp) -> [Account] {
        let reset = now + .seconds(20 * 86_400)
        func ending(in hours: Double) -> [Outlook] {
            [
                Outlook(
                    window: SpendWindow(label: "1d", duration: .seconds(86_400)), ratePerSecond: 0.001,
                    exhaustsAt: now + .seconds(hours * 3600), exhaustsBeforeReset: true)
            ]
        }
        return [
            team("t-1", "calm", spend: 10, resetsAt: reset), team("t-2", "free", spend: 500, limit: .unlimited),
            team("t-3", "over", spend: 101, resetsAt: reset),
            team("t-4", "later", spend: 50, resetsAt: reset, outlooks: ending(in: 100)),
            team("t-5", "soon", spend: 40, resetsAt: reset, outlooks: ending(in: 5)),
            team("t-6", "high", spend: 90, resetsAt: reset), team("t-7", "barred", spend: 0, limit: .limited(0)),
            team("t-8", "soft", spend: 60, soft: 55), team("t-9", "untold", spend: nil),
        ]
    }
}
