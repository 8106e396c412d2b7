import Budgets
import Curl
import Polling
import Serving
import TestSupport
import Testing
import Threading

@testable import Commands

/// Whom `status` asks, and what it makes of what it hears.
@Suite("Inquiry of status") struct StatusInquiryTests {
    private static let team = """
        {"team_id":"t-1","team_alias":"Red","organization_id":"o-1","blocked":true,"budget_spend_usd":112.5,
        "budget_limit":"limited","budget_limit_usd":100.0,"budget_soft_limit_usd":80.0,"budget_remaining_usd":-12.5,
        "budget_used_ratio":1.125,"budget_exhausted":true,"budget_duration":"30d",
        "budget_resets_at":"2026-12-01T00:00:00Z","spend_total_usd":612.5,
        "rates_usd_per_second":{"1d":0.0001,"5m":0.0,"a new one":0.5},
        "exhaustion":{"1d":"2026-11-22T12:00:00Z","5m":null,"a new one":null},
        "exhausts_before_reset":{"1d":true,"5m":false,"a new one":null},
        "projected_spend_usd":{"1d":120.5,"5m":null,"a new one":null},
        "exhausted_since":"2026-11-21T11:00:00Z","period_start":"2026-11-01T00:00:00Z","something_new":[1]}
        """

    private static func answer(
        up: Bool = true, ready: Bool = true, accounts: Int = 1, lastSuccess: String = #""2026-11-21T11:59:48Z""#,
        failure: String = "null", teams: String = team
    ) -> String {
        """
        {"updated_at":"2026-11-21T12:00:00Z","up":\(up),"ready":\(ready),"sources":[
        {"source":"keys","up":true,"partial":true,"accounts":99,"last_success_at":null,"failure":null},
        {"source":"teams","up":\(up),"partial":false,"accounts":\(accounts),"last_success_at":\(lastSuccess),
        "failure":\(failure)}],"teams":[\(teams)]}
        """
    }

    private static func report(teams: [Account] = SampleTeams.three) -> Report {
        var report = Report(time: SampleTeams.now, uptime: Uptime(sinceOrigin: .zero))
        report.accounts[.team] = teams
        return report
    }

    private static func standings(
        address: ListenAddress = ListenAddress(port: 4004), status: Int = 200, _ body: String? = nil,
        proxy: (() throws(SettingError) -> Inquiry.Proxy?)? = nil
    ) async throws(StatusError) -> Standings {
        try await Inquiry(address: address, url: "http://127.0.0.1:4004") { path throws(TransferError) in
            #expect(path == "/api/v1/teams")
            guard let body else {
                throw TransferError(.connectionFailed(detail: "refused"), origin: "http://127.0.0.1:4004")
            }
            return HTTPClient.Response(status: status, body: Array(body.utf8))
        } proxy: { () throws(SettingError) in
            try proxy?()
        }.standings()
    }

    private static func named(_ report: Report) -> Inquiry.Proxy {
        Inquiry.Proxy(url: "http://litellm:4000") { report }
    }

    @Test("A running exporter is believed, and the proxy is left alone")
    func exporter() async throws {
        let standings = try await Self.standings(Self.answer(accounts: 3)) {
            Issue.record("the proxy is asked")
            return nil
        }
        #expect(standings.origin == .exporter(url: "http://127.0.0.1:4004"))
        #expect(standings.reliability.readAt == SampleTeams.now - .seconds(12))
        #expect(standings.reliability.isUp && !standings.reliability.isPartial && standings.reliability.failure == nil)
        #expect(standings.reliability.hiddenTeams == 2)
        var team = Account(
            id: .team("t-1"), identity: Account.Identity(alias: "Red", organizationID: "o-1"),
            budget: Budget(
                limit: .limited(100), softLimit: 80, duration: "30d",
                resetsAt: Timestamp(rfc3339: "2026-12-01T00:00:00Z")),
            spend: 112.5)
        team.isBlocked = true
        team.history = AccountHistory(
            spendTotal: 612.5, periodStart: Timestamp(rfc3339: "2026-11-01T00:00:00Z"),
            exhaustedSince: SampleTeams.now - .seconds(3600),
            outlooks: [
                Outlook(
                    window: SpendWindow(label: "5m", duration: .seconds(300)), ratePerSecond: 0,
                    exhaustsBeforeReset: false),
                Outlook(
                    window: SpendWindow(label: "1d", duration: .seconds(86_400)), ratePerSecond: 0.0001,
                    exhaustsAt: SampleTeams.now + .seconds(86_400), exhaustsBeforeReset: true, projectedSpend: 120.5),
                Outlook(window: SpendWindow(label: "a new one", duration: .zero), ratePerSecond: 0.5),
            ])
        #expect(standings.teams == [team])
    }

    @Test(
        "An exporter that has no history, or is too old to tell it, is believed without",
        arguments: [
            "",
            """
            ,"spend_total_usd":null,"rates_usd_per_second":null,"exhaustion":null,"exhausts_before_reset":null,
            "projected_spend_usd":null,"exhausted_since":null,"period_start":null
            """,
        ])
    func withoutHistory(members: String) async throws {
        let team = #"{"team_id":"t-1","budget_spend_usd":3.0,"budget_limit":"unlimited"\#(members)}"#
        let standings = try await Self.standings(Self.answer(teams: team))
        #expect(standings.teams == [Account(id: .team("t-1"), budget: Budget(limit: .unlimited), spend: 3)])
    }

    @Test("A team that windows alone limit has them, whoever tells of it")
    func windowsAlone() async throws {
        let window =
            #"{"budget_duration":"1d","budget_limit_usd":10.0,"budget_spend_usd":null,"budget_resets_at":"2026-11-22T00:00:00Z"}"#
        let team =
            #"{"team_id":"t-1","budget_spend_usd":3.0,"budget_limit":"windows","budget_limit_usd":null,"window_budgets":[\#(window)]}"#
        let standings = try await Self.standings(Self.answer(teams: team))
        #expect(
            standings.teams.first?.windows == [
                BudgetWindow(duration: "1d", limit: 10, resetsAt: Timestamp(rfc3339: "2026-11-22T00:00:00Z"))
            ])
        let document = try StatusDocument(
            standings, selection: standings.teams, now: SampleTeams.now, staleAfter: .seconds(300)
        ).text()
        #expect(document.contains(#""budget_limit":"windows""#), "\(document)")
        let told =
            #"{"budget_duration":"1d","budget_limit_usd":10,"budget_resets_at":"2026-11-22T00:00:00Z","budget_spend_usd":null}"#
        #expect(document.contains("\"window_budgets\":[\(told)]"), "\(document)")
    }

    @Test("An exporter that cannot read LiteLLM is believed too, with its excuse")
    func outage() async throws {
        let failure = #"{"reason":"timeout","explanation":"LiteLLM did not answer"}"#
        let standings = try await Self.standings(Self.answer(up: false, failure: failure))
        #expect(!standings.reliability.isUp)
        #expect(standings.reliability.failure == "LiteLLM did not answer")
        #expect(standings.teams.count == 1)
    }

    @Test("A proxy without teams has none, whatever else cannot be read")
    func noTeams() async throws {
        let standings = try await Self.standings(Self.answer(up: false, accounts: 0, teams: ""))
        #expect(standings.teams == [])
    }

    @Test(
        "Where no exporter tells anything, the proxy is asked, and why is kept",
        arguments: [
            (200, nil, ExporterSilence.unreachable(url: "http://127.0.0.1:4004", "")),
            (
                503, #"{"error":"The exporter is starting: there is nothing to show yet."}"#,
                .notReady(
                    url: "http://127.0.0.1:4004", "The exporter is starting: there is nothing to show yet")
            ),
            (503, "busy", .notReady(url: "http://127.0.0.1:4004", "it answered 503")),
            (404, "{}", .stranger(url: "http://127.0.0.1:4004", status: 404)),
            (200, "<html>", .stranger(url: "http://127.0.0.1:4004", status: 200)),
            (
                200, answer(up: false, ready: false, lastSuccess: "null", teams: ""),
                .notReady(url: "http://127.0.0.1:4004", "its first reading is not over")
            ),
            (
                200,
                answer(
                    up: false, ready: false, lastSuccess: "null",
                    failure: #"{"reason":"unauthorized","explanation":"the key was refused"}"#, teams: ""),
                .notReady(url: "http://127.0.0.1:4004", "the key was refused")
            ),
            // What was read is too old to be told.
            (
                200,
                answer(
                    up: false, accounts: 0,
                    failure: #"{"reason":"unauthorized","explanation":"the key was refused"}"#, teams: ""),
                .notReady(url: "http://127.0.0.1:4004", "the key was refused")
            ),
        ] as [(Int, String?, ExporterSilence)])
    func fallback(status: Int, body: String?, silence: ExporterSilence) async throws {
        let standings = try await Self.standings(status: status, body) { Self.named(Self.report()) }
        #expect(standings.teams.map(\.id) == SampleTeams.three.map(\.id))
        #expect(standings.teams.map(\.spend) == SampleTeams.three.map(\.spend))
        #expect(standings.teams.allSatisfy { $0.history == nil }, "one look has no past")
        guard case .proxy("http://litellm:4000", let because) = standings.origin else {
            Issue.record("it came from \(standings.origin)")
            return
        }
        #expect(because.description == silence.description)
    }

    @Test("An exporter on whatever port was free is not looked for")
    func anyPort() async throws {
        let standings = try await Self.standings(address: ListenAddress(port: 0), Self.answer()) {
            Self.named(Self.report())
        }
        #expect(standings.origin == .proxy(url: "http://litellm:4000", because: .addressUnknown))
    }

    @Test("Where there is neither, one sentence tells both ways out")
    func nobody() async throws {
        await #expect(throws: StatusError.self) { try await Self.standings() }
        do throws(StatusError) {
            _ = try await Self.standings()
        } catch {
            let text = "\(error)"
            for word in ["http://127.0.0.1:4004", "--web.listen-address", "--litellm.url", "LITELLM_API_KEY"] {
                #expect(text.contains(word), "\(word)")
            }
        }
    }

    @Test("An exporter that has just been started is to be waited for")
    func starting() async throws {
        do throws(StatusError) {
            _ = try await Self.standings(status: 503, #"{"error":"The exporter is starting."}"#)
            Issue.record("nobody can have told anything")
        } catch {
            #expect(
                "\(error)"
                    == "the exporter at http://127.0.0.1:4004 has nothing to tell (The exporter is starting): "
                    + "wait for it, or name the proxy to be asked itself by --litellm.url and its key by LITELLM_API_KEY"
            )
        }
    }

    @Test("What keeps the proxy from being asked, or what it answers, is said beside the exporter's silence")
    func neither() async throws {
        do throws(StatusError) {
            _ = try await Self.standings { () throws(SettingError) in
                throw SettingError("LITELLM_API_KEY", .missing(mend: "set it"))
            }
            Issue.record("nobody can have told anything")
        } catch {
            #expect(
                "\(error)" == "no exporter answers at http://127.0.0.1:4004, and the proxy does not help: "
                    + "LITELLM_API_KEY: is not set; set it")
        }
        do throws(StatusError) {
            _ = try await Self.standings { Self.named(Self.report(teams: [])) }
            Issue.record("nobody can have told anything")
        } catch {
            #expect("\(error)".hasSuffix("LiteLLM at http://litellm:4000 could not be read"))
        }
    }

    @Test(
        "Teams are found by alias or id as they stand, else by pattern or part, whatever the capitals",
        arguments: [
            ([], ["Blue", "Red", "Red wine", "t-9"]), (["Red"], ["Red"]), (["red"], ["Red", "Red wine"]),
            (["RED*"], ["Red", "Red wine"]), (["*e?"], ["Red"]), (["t-9"], ["t-9"]), (["-2"], ["Red"]),
            (["Blue", "wine"], ["Blue", "Red wine"]), (["B*", "b*"], ["Blue"]),
        ] as [([String], [String])])
    func selection(names: [String], expected: [String]) {
        let selection = TeamSelection(names, from: Self.palette)
        #expect(selection.teams.map { $0.identity.alias ?? $0.id.text } == expected)
        #expect(selection.complaints == [])
    }

    private static let palette = [("Blue", "t-1"), ("Red", "t-2"), ("Red wine", "t-3"), (nil, "t-9")].map {
        SampleTeams.team($0, id: $1, spend: 1, limit: .unlimited)
    }

    @Test("A name that fits nothing is answered with what may be meant")
    func suggestions() {
        let selection = TeamSelection(["Blue", "rde", "nothing like it"], from: Self.palette)
        #expect(selection.teams.map(\.id.text) == ["t-1"])
        #expect(
            selection.complaints == [
                #"--team: no team has "rde" in its alias or id; did you mean "Red"?"#,
                #"--team: no team has "nothing like it" in its alias or id; status without --team shows all 4"#,
            ])
        #expect(TeamSelection(["x"], from: []).complaints.first?.hasSuffix("no team is known") == true)
    }
}
