import Budgets
import Polling
import TestSupport
import Testing
import Threading

@testable import Commands

@Suite("The JSON of status") struct StatusJSONTests {
    private func text(_ standings: Standings) throws -> String {
        try StatusDocument(
            standings, selection: standings.teams, now: SampleTeams.now, staleAfter: .seconds(300)
        ).text()
    }

    @Test("is as docs/api.md has it")
    func wholeDocument() throws {
        var standings = Standings.sample([
            SampleTeams.team(nil, id: "t-2", spend: nil, limit: .unlimited, resetsIn: nil),
            SampleTeams.team("Red", id: "t-1", spend: 112.5, limit: .limited(100), soft: 80, isBlocked: true),
            SampleTeams.team(
                "Blue", id: "t-3", spend: 40, limit: .limited(100), recent: SampleTeams.Recent(hour: 36, day: 0)),
        ])
        standings.reliability.isPartial = true
        // One line in fact; written here with a line a team.
        let expected = """
            {"hidden_teams":0,"origin":"exporter","partial":true,"read_at":"2026-11-21T11:59:48Z",
            "remarks":["The exporter's key sees only some of the teams."],"teams":[
            {"blocked":true,"budget_duration":"30d","budget_exhausted":true,"budget_limit":"limited",
            "budget_limit_usd":100,"budget_remaining_usd":-12.5,"budget_resets_at":"2026-12-01T00:00:00Z",
            "budget_soft_limit_usd":80,"budget_spend_usd":112.5,"budget_used_ratio":1.125,"exhausted_since":null,
            "exhaustion":null,"exhausts_before_reset":null,"organization_id":null,"period_start":null,
            "projected_spend_usd":null,"rates_usd_per_second":null,"spend_total_usd":null,
            "team_alias":"Red","team_id":"t-1","window_budgets":[]},
            {"blocked":false,"budget_duration":"30d","budget_exhausted":false,"budget_limit":"limited",
            "budget_limit_usd":100,"budget_remaining_usd":60,"budget_resets_at":"2026-12-01T00:00:00Z",
            "budget_soft_limit_usd":null,"budget_spend_usd":40,"budget_used_ratio":0.4,"exhausted_since":null,
            "exhaustion":{"1d":null,"1h":"2026-11-21T13:39:48Z"},"exhausts_before_reset":{"1d":false,"1h":true},
            "organization_id":null,"period_start":"2026-11-01T00:00:00Z",
            "projected_spend_usd":{"1d":40,"1h":8248.12},"rates_usd_per_second":{"1d":0,"1h":0.01},
            "spend_total_usd":1040,"team_alias":"Blue","team_id":"t-3","window_budgets":[]},
            {"blocked":false,"budget_duration":null,"budget_exhausted":null,"budget_limit":"unlimited",
            "budget_limit_usd":null,"budget_remaining_usd":null,"budget_resets_at":null,"budget_soft_limit_usd":null,
            "budget_spend_usd":null,"budget_used_ratio":null,"exhausted_since":null,"exhaustion":null,
            "exhausts_before_reset":null,"organization_id":null,"period_start":null,"projected_spend_usd":null,
            "rates_usd_per_second":null,"spend_total_usd":null,"team_alias":null,"team_id":"t-2",
            "window_budgets":[]}],
            "up":true,"url":"http://127.0.0.1:4004"}
            """
        #expect(try text(standings) == expected.split(separator: "\n").joined())
    }

    @Test("holds no character that acts on a terminal, and no number that JSON has not")
    func hostile() throws {
        let text = try text(
            Standings.sample([
                SampleTeams.team(
                    "\u{1B}[2J\u{9B}31m\u{202E}\u{2028}\u{7F}é", id: "t", spend: 1e300, limit: .limited(1e-300))
            ]))
        #expect(text.contains(#""team_alias":"\u001b[2J\u009b31m\u202e\u2028\u007fé""#), "\(text)")
        #expect(text.contains(#""budget_used_ratio":null"#))
    }
}
