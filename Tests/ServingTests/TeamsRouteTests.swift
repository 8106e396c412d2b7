import Budgets
import Exposition
import FoundationEssentials
import Serving
import TestSupport
import Testing
import Threading

@testable import Polling

@Suite("The document about teams", .timeLimit(.minutes(10)))
struct TeamsRouteTests {
    @Test("is as docs/api.md has it")
    func wholeDocument() async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let reply = try await server.ask("GET", "/api/v1/teams")
            #expect(reply.header("Content-Type") == "application/json")
            // One line in fact; written here with a line a team.
            let expected = """
                {"updated_at":"2026-11-21T00:48:15Z","up":true,"ready":true,"sources":[
                {"source":"keys","up":false,"partial":false,"accounts":0,"last_success_at":null,
                "failure":{"reason":"unauthorized",
                "explanation":"GET /key/list answered 401 (unauthorized): the exporter's key was refused"}},
                {"source":"teams","up":true,"partial":false,"accounts":3,"last_success_at":"2026-11-21T00:48:08Z",
                "failure":null}],"teams":[
                {"team_id":"t-1","team_alias":"Red team","organization_id":"org-1","blocked":false,
                "budget_spend_usd":112.5,"budget_limit":"limited","budget_limit_usd":100.0,"budget_soft_limit_usd":80.0,
                "budget_remaining_usd":-12.5,"budget_used_ratio":1.125,"budget_exhausted":true,"budget_duration":"30d",
                "budget_resets_at":"2026-12-01T00:00:00Z","window_budgets":[],
                "spend_total_usd":612.5,"rates_usd_per_second":{},"exhaustion":{},"exhausts_before_reset":{},"projected_spend_usd":{},
                "exhausted_since":"2026-11-20T23:48:15Z","period_start":null},
                {"team_id":"t-2","team_alias":null,"organization_id":null,"blocked":null,
                "budget_spend_usd":3.0,"budget_limit":"unlimited","budget_limit_usd":null,"budget_soft_limit_usd":null,
                "budget_remaining_usd":null,"budget_used_ratio":null,"budget_exhausted":null,"budget_duration":null,
                "budget_resets_at":null,"window_budgets":[],"spend_total_usd":3.0,"rates_usd_per_second":{"1h":0.0005},
                "exhaustion":{"1h":null},"exhausts_before_reset":{"1h":null},"projected_spend_usd":{"1h":null},
                "exhausted_since":null,"period_start":null},
                {"team_id":"t-3","team_alias":"","organization_id":null,"blocked":null,
                "budget_spend_usd":null,"budget_limit":"unknown","budget_limit_usd":null,"budget_soft_limit_usd":null,
                "budget_remaining_usd":null,"budget_used_ratio":null,"budget_exhausted":null,"budget_duration":null,
                "budget_resets_at":null,"window_budgets":[],"spend_total_usd":null,"rates_usd_per_second":null,"exhaustion":null,
                "exhausts_before_reset":null,"projected_spend_usd":null,"exhausted_since":null,"period_start":null}]}
                """
            #expect(reply.text == expected.split(separator: "\n").joined() + "\n")
        }
    }

    @Test("tells by each window how fast money goes and where that leads")
    func windows() async throws {
        try await RunningServer.with { server async throws in
            var report = Report.empty(at: server.time)
            let now = server.time.now()
            var team = Account(id: .team("t"), budget: Budget(limit: .limited(10)), spend: 4)
            team.history = AccountHistory(
                spendTotal: 24, periodStart: now - .seconds(86_400),
                outlooks: [
                    Outlook(
                        window: SpendWindow(label: "5m", duration: .seconds(300)), ratePerSecond: 0,
                        exhaustsBeforeReset: false, projectedSpend: 4),
                    Outlook(
                        window: SpendWindow(label: "1h", duration: .seconds(3600)), ratePerSecond: 0.002,
                        exhaustsAt: now + .seconds(3000), exhaustsBeforeReset: true, projectedSpend: USD(.infinity)),
                ])
            report.accounts[.team] = [team]
            server.publish(report)
            let expected = """
                "spend_total_usd":24.0,"rates_usd_per_second":{"5m":0.0,"1h":0.002},
                "exhaustion":{"5m":null,"1h":"2026-11-21T01:38:15Z"},
                "exhausts_before_reset":{"5m":false,"1h":true},"projected_spend_usd":{"5m":4.0,"1h":null},
                "exhausted_since":null,"period_start":"2026-11-20T00:48:15Z"}]}
                """
            let text = try await server.ask("GET", "/api/v1/teams").text
            #expect(text.hasSuffix(expected.split(separator: "\n").joined() + "\n"), "\(text)")
        }
    }

    @Test(
        "holds any alias and id as text",
        arguments: [
            #"quote " backslash \ slash / "#, "line\nfeed\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}", "</script><b>&amp;",
            "\u{202E}desrever",
            "emoji 👩‍👩‍👧 e\u{301}", "", #"","budget_spend_usd":0,"x":""#, "\u{2028}\u{2029}",
        ])
    func hostileText(text: String) async throws {
        struct Document: Decodable {
            struct Team: Decodable {
                let id: String
                let alias: String
                let spend: Double

                enum CodingKeys: String, CodingKey {
                    case id = "team_id"
                    case alias = "team_alias"
                    case spend = "budget_spend_usd"
                }
            }
            let teams: [Team]
        }
        try await RunningServer.with { server async throws in
            var report = Report.empty(at: server.time)
            report.accounts[.team] = [
                Account(
                    id: .team(text), identity: Account.Identity(alias: text), budget: Budget(limit: .unlimited),
                    spend: 1)
            ]
            server.publish(report)
            let reply = try await server.ask("GET", "/api/v1/teams")
            let document = try JSONDecoder().decode(Document.self, from: Data(reply.body))
            // By scalars, as Swift holds canonically equivalent strings to be equal.
            #expect(document.teams.map { Array($0.id.unicodeScalars) } == [Array(text.unicodeScalars)])
            #expect(document.teams.map { Array($0.alias.unicodeScalars) } == [Array(text.unicodeScalars)])
            #expect(document.teams.map(\.spend) == [1])
        }
    }

    @Test("has null for a number that JSON cannot hold", arguments: [Double.infinity, -.infinity, .nan])
    func notFinite(number: Double) async throws {
        try await RunningServer.with { server async throws in
            var report = Report.empty(at: server.time)
            report.accounts[.team] = [Account(id: .team("t"), budget: Budget(limit: .limited(10)), spend: USD(number))]
            server.publish(report)
            let reply = try await server.ask("GET", "/api/v1/teams")
            #expect(reply.text.contains(#""budget_spend_usd":null,"budget_limit":"limited","budget_limit_usd":10.0,"#))
            #expect(reply.text.contains(#""budget_remaining_usd":null,"budget_used_ratio":null"#))
        }
    }

    @Test("is the same gzipped, where that is wanted, and shorter")
    func gzipped() async throws {
        try await RunningServer.with { server async throws in
            server.publish(
                .of((0..<300).map { .team("team-\($0)", "alias \($0)", spend: Double($0)) }, at: server.time))
            for path in ["/api/v1/teams", "/api/v1/teams/team-7", "/", "/?sort=spent&page=2", "/teams/team-7"] {
                let plain = try await server.ask("GET", path)
                let deflated = try await server.ask("GET", path, ["Accept-Encoding: gzip"])
                #expect(plain.header("Content-Encoding") == nil && plain.header("Vary") == "Accept-Encoding")
                #expect(deflated.header("Content-Encoding") == "gzip" && deflated.header("Vary") == "Accept-Encoding")
                let isSame = try Gzip.inflated(deflated.body) == plain.body
                #expect(isSame, "\(path)")
                #expect(
                    deflated.body.count < plain.body.count, "\(path)")
            }
            let found = try await server.ask("GET", "/?q=alias", ["Accept-Encoding: gzip"])
            #expect(found.header("Content-Encoding") == nil, "words of a search are not deflated with what they found")
        }
    }

    @Test("is an error when there is nothing fresh to tell")
    func unavailable() async throws {
        try await RunningServer.with { server async throws in
            let missing = try await server.ask("GET", "/api/v1/teams")
            #expect(missing.status == 503)
            #expect(missing.header("Content-Type") == "application/json")
            #expect(missing.text == "{\"error\":\"The exporter is starting: there is nothing to show yet.\"}\n")
            server.publish(Exposition.sample)
            server.time.advance(by: .seconds(60))
            #expect(try await server.ask("GET", "/api/v1/teams").status == 503)
        }
    }
}
