import Testing

/// Which accounts panels show, where that is not all of them.
@Suite struct ShownAccountsProcessTests {
    private static func expression(_ dashboard: Int, _ title: String, _ query: Int = 0) throws -> String {
        try #require(LinterTests.dashboards[dashboard].panels.first { $0.title == title }).expressions[query]
    }

    private static func described(_ kind: String, _ labels: String, job: String = "j") -> (String, String) {
        ("litellm_\(kind)_info{job=\"\(job)\", instance=\"i\", \(labels)}", "1+0x96")
    }

    private static func series(
        _ family: String, _ labels: String, _ samples: String, job: String = "j"
    ) -> (String, String) {
        ("litellm_\(family){job=\"\(job)\", instance=\"i\", \(labels)}", samples)
    }

    @Test("a team that is new today moves, unless nothing at all was watched the day before")
    func newTeam() async throws {
        let series =
            ["old", "new"].map { Self.described("team", #"team_id="\#($0)""#) }
            + [Self.described("team", #"team_id="first""#, job: "new-exporter")]
            + [
                Self.series("team_spend_usd_total", #"team_id="old""#, "0+1x96"),
                Self.series("team_spend_usd_total", #"team_id="new""#, "_x79 5+1x16"),
                Self.series("team_spend_usd_total", #"team_id="first""#, "_x79 5+1x16", job: "new-exporter"),
            ]
        for query in 0..<3 {
            try await PromtoolExpression(
                "count by (job, team_id) (\(Self.expression(0, "Top movers", query)))", of: series
            ).expect([(#"job="j", team_id="new""#, 1), (#"job="j", team_id="old""#, 1)], atHour: 95)
        }
    }

    @Test("a team that was renamed is one, by its new name, with all that it spent")
    func renamedTeam() async throws {
        let (before, after) = (#"team_id="t", team_alias="Before""#, #"team_id="t", team_alias="After""#)
        let series = [
            ("litellm_team_info{job=\"j\", instance=\"i\", \(before)}", "1x84"),
            ("litellm_team_info{job=\"j\", instance=\"i\", \(after)}", "_x85 1x11"),
            Self.series("team_spend_usd_total", before, "0+1x84"),
            Self.series("team_spend_usd_total", after, "_x85 85+1x11"),
        ]
        let shown = [(#"job="j", \#(after)"#, 1.0)]
        for query in 0..<3 {
            let expression = try Self.expression(0, "Top movers", query)
            try await PromtoolExpression("count by (job, team_id, team_alias) (\(expression))", of: series)
                .expect(shown, atHour: 95)
        }
        // A dollar an hour, under both names.
        let spent = try Self.expression(0, "Where the money went")
        try await PromtoolExpression("sum by (job, team_id, team_alias) (\(spent)) > bool 90", of: series)
            .expect(shown, atHour: 95)
    }

    @Test("an organisation has its own keys, and those of its teams that have no organisation of their own")
    func organizationOfKeys() async throws {
        let keys = [
            ("own", "a", "other-team"), ("of-its-team", "", "team"), ("elsewhere", "b", "team"), ("alone", "", ""),
            ("of-another-team", "", "other-team"),
        ]
        let series =
            keys.map {
                Self.described("key", #"hashed_api_key="\#($0.0)", organization_id="\#($0.1)", team_id="\#($0.2)""#)
            }
            + keys.map {
                Self.series("key_budget_spend_usd", #"hashed_api_key="\#($0.0)", team_id="\#($0.2)""#, "1+0x96")
            }
            + [
                Self.described("team", #"team_id="team", organization_id="a""#),
                Self.described("team", #"team_id="other-team", organization_id="b""#),
            ]
        let query = "count by (hashed_api_key) (\(AccountQueries.keys.series("budget_spend_usd")))"
        func shown(_ keys: [String]) -> [(String, Double)] { keys.map { (#"hashed_api_key="\#($0)""#, 1) } }
        try await PromtoolExpression(query, of: series, choosing: ["organization": "a"])
            .expect(shown(["of-its-team", "own"]))
        try await PromtoolExpression(query, of: series).expect(shown(keys.map(\.0).sorted()))
    }

    @Test("accounts of one alias are told apart, and one without an alias goes by its id")
    func otherAccounts() async throws {
        let title = OverviewDashboard.othersTitle
        let series = [
            Self.described("team", #"team_id="t1""#), Self.described("team", #"team_id="t2""#),
            Self.series("organization_budget_spend_usd", #"organization_id="o1", organization_alias="Lab""#, "1"),
            Self.series("organization_budget_spend_usd", #"organization_id="o2", organization_alias="Lab""#, "2"),
            Self.series("organization_budget_spend_usd", #"organization_id="o3", organization_alias="""#, "3"),
            Self.series("team_member_budget_spend_usd", #"team_id="t1", team_alias="T", user_id="u""#, "4"),
            Self.series("team_member_budget_spend_usd", #"team_id="t2", team_alias="T", user_id="u""#, "5"),
            Self.series("proxy_budget_spend_usd", #"x="""#, "6"),
        ]
        try await PromtoolExpression(Self.expression(0, title, 1), of: series).expect([
            (#"job="j", kind="Organisation", account="Lab", organization_id="o1""#, 1),
            (#"job="j", kind="Organisation", account="Lab", organization_id="o2""#, 2),
            (#"job="j", kind="Organisation", account="o3", organization_id="o3""#, 3),
            (#"job="j", kind="Member of a team", account="u", team_id="t1", team_alias="T""#, 4),
            (#"job="j", kind="Member of a team", account="u", team_id="t2", team_alias="T""#, 5),
            (#"job="j", kind="Proxy", account="all of it""#, 6),
        ])
    }

    @Test("of a pair of exporters one counts, and of none nothing does", arguments: ["Not shown", "Partial sources"])
    func pairs(title: String) async throws {
        let family = title == "Not shown" ? "dropped_accounts" : "source_partial"
        let label = title == "Not shown" ? #"kind="team""# : #"source="keys""#
        let pair = ["a", "b"].flatMap { pod in
            let target = #"job="j", instance="\#(pod):4004", pod="\#(pod)""#
            return [
                ("litellm_budget_exporter_\(family){\(target), \(label)}", pod == "a" ? "5" : "4"),
                ("litellm_up{\(target)}", "1"),
            ]
        }
        let query = try Self.expression(3, title)
        try await PromtoolExpression(query, of: pair).expect([("", 5)])
        try await PromtoolExpression(query, of: pair.filter { $0.0.hasPrefix("litellm_up") }).expect([("", 0)])
        try await PromtoolExpression(query, of: [("other", "1")]).expect([])
    }

    @Test("what a key spent in a team that it has left is told of that team")
    func movedKeys() async throws {
        let key = #"hashed_api_key="k", api_key_alias="K""#
        let series = [
            Self.described("key", #"\#(key), team_id="new", team_alias="New""#),
            Self.series("key_spend_usd_total", #"\#(key), team_id="old""#, "0+1x90"),
            Self.series("key_spend_usd_total", #"\#(key), team_id="new""#, "_x90 90+2x5"),
        ]
        try await PromtoolExpression("count by (team_id, team_alias) (\(KeyColumns.spentInRange))", of: series).expect(
            [(#"team_id="old""#, 1), (#"team_id="new", team_alias="New""#, 1)], atHour: 95)
    }

    @Test("a limit of 0 leads no ranking")
    func zeroLimits() async throws {
        func accounts(_ kind: String, _ id: String) -> [(String, String)] {
            [("barred", "1", "0"), ("used", "0.85", "10")].flatMap { name, ratio, limit in
                [
                    Self.described(kind, #"\#(id)="\#(name)""#),
                    Self.series("\(kind)_budget_used_ratio", #"\#(id)="\#(name)""#, ratio),
                    Self.series("\(kind)_budget_limit_usd", #"\#(id)="\#(name)""#, limit),
                    Self.series("\(kind)_budget_spend_usd", #"\#(id)="\#(name)""#, "8.5"),
                    Self.series("\(kind)_headroom_usd", #"\#(id)="\#(name)""#, "1.5"),
                ]
            }
        }
        let (teams, keys) = (accounts("team", "team_id"), accounts("key", "hashed_api_key"))
        let first = AccountQueries.teams.atMost(1).series("budget_spend_usd")
        for query in [try Self.expression(0, "Used part of the budget"), try Self.expression(0, "Teams"), first] {
            try await PromtoolExpression("count by (team_id) (\(query))", of: teams)
                .expect([(#"team_id="used""#, 1)])
        }
        for title in ["Near their limit", "Least to spend"] {
            try await PromtoolExpression(
                "count by (hashed_api_key) (\(Self.expression(2, title)))", of: keys
            ).expect([(#"hashed_api_key="used""#, 1)])
        }
    }

    @Test("a key near its limit runs out when the window says that others go by, if that is before its reset")
    func keysRunOut() async throws {
        let keys: [(id: String, window: String, hours: Int, isBeforeReset: Bool)] = [
            ("burst", "1d", 90, true), ("burst", "1h", 2, true), ("steady", "1d", 90, true), ("steady", "1h", 50, true),
            ("young", "1h", 60, true), ("lasts", "1d", 900, false), ("lasts", "1h", 50, true),
        ]
        var series = Set(keys.map(\.id)).sorted().flatMap { id in
            [
                Self.described("key", #"hashed_api_key="\#(id)", team_id="t", team_alias="T""#),
                Self.series("key_budget_used_ratio", #"hashed_api_key="\#(id)", team_id="t""#, "0.9"),
            ]
        }
        for key in keys {
            let labels = #"hashed_api_key="\#(key.id)", team_id="t", window="\#(key.window)""#
            series += [
                Self.series("key_spend_rate_usd_per_second", labels, "1"),
                Self.series("key_budget_exhaustion_timestamp_seconds", labels, "\(key.hours * 3600)"),
                Self.series("key_budget_exhausts_before_reset", labels, key.isBeforeReset ? "1" : "0"),
            ]
        }
        try await PromtoolExpression(
            "max by (hashed_api_key) (\(Self.expression(2, "Near their limit", 3))) / 3600000", of: series
        ).expect([
            (#"hashed_api_key="burst""#, 2), (#"hashed_api_key="steady""#, 90), (#"hashed_api_key="young""#, 60),
        ])
    }

    @Test("nothing is expected at its reset of a team that is refused until then")
    func refusedTeams() async throws {
        let series = ["exhausted", "blocked", "spending"].flatMap { id in
            [
                Self.described("team", #"team_id="\#(id)""#),
                Self.series("team_budget_projected_spend_usd", #"team_id="\#(id)", window="1d""#, "20"),
                Self.series("team_spend_rate_usd_per_second", #"team_id="\#(id)", window="1d""#, "1"),
                Self.series("team_budget_spend_usd", #"team_id="\#(id)""#, "10"),
                Self.series("team_budget_exhausted", #"team_id="\#(id)""#, id == "exhausted" ? "1" : "0"),
                Self.series("team_blocked", #"team_id="\#(id)""#, id == "blocked" ? "1" : "0"),
            ]
        }
        let queries = [
            try Self.expression(0, "Teams", 5), AccountQueries.teams.expectedAtReset,
            try Self.expression(1, "Forecasts", 3),
        ]
        for query in queries {
            try await PromtoolExpression("max by (team_id) (\(query))", of: series)
                .expect([(#"team_id="spending""#, 20)])
        }
    }

    @Test("of a pair that differs in its pod only, a key has one row and a team one rank")
    func podsOfOneInstance() async throws {
        func pair(_ family: String, _ labels: String, _ samples: (a: String, b: String)) -> [(String, String)] {
            [("a", samples.a), ("b", samples.b)].map { pod, samples in
                (#"litellm_\#(family){job="j", instance="i", pod="\#(pod)", \#(labels)}"#, samples)
            }
        }
        let key = #"hashed_api_key="k", team_id="t""#
        let keys =
            pair("key_info", #"\#(key), team_alias="T""#, ("1", "1")) + pair("key_headroom_usd", key, ("3", "2"))
            + pair("key_budget_spend_usd", key, ("7", "8"))
        let row = #"job="j", \#(key), team_alias="T""#
        try await PromtoolExpression(KeyColumns.highest("budget_spend_usd"), of: keys).expect([(row, 8)])
        try await PromtoolExpression(KeyColumns.lowest("headroom_usd"), of: keys).expect([(row, 2)])
        let teams = ["0.9", "0.8", "0.7", "0.6"].flatMap { ratio in
            ["team_info", "team_budget_used_ratio", "team_budget_spend_usd"].flatMap { family in
                pair(family, #"team_id="used-\#(ratio)""#, (ratio, ratio))
            }
        }
        let shown = AccountQueries.teams.atMost(3).series("budget_spend_usd")
        try await PromtoolExpression("count by (team_id) (\(shown))", of: teams)
            .expect(["0.7", "0.8", "0.9"].map { (#"team_id="used-\#($0)""#, 2) })
        let second = AccountQueries.teams.ranked(2...2).series("budget_spend_usd")
        try await PromtoolExpression("count by (team_id) (\(second))", of: teams)
            .expect([(#"team_id="used-0.8""#, 2)])
    }

    @Test("of members and organisations those are shown that are chosen")
    func chosenOtherAccounts() async throws {
        let series = ["a", "b"].flatMap { name in
            [
                Self.described("team", #"team_id="t\#(name)", organization_id="o\#(name)""#),
                Self.series("organization_budget_spend_usd", #"organization_id="o\#(name)""#, "1"),
                Self.series("team_member_budget_spend_usd", #"team_id="t\#(name)", user_id="u""#, "2"),
            ]
        }
        let others = try Self.expression(0, OverviewDashboard.othersTitle, 1)
        let query = "count by (organization_id, team_id) (\(others))"
        let (organization, member) = ((#"organization_id="oa""#, 1.0), (#"team_id="ta""#, 1.0))
        try await PromtoolExpression(query, of: series, choosing: ["organization": "oa"])
            .expect([organization, member])
        try await PromtoolExpression(query, of: series, choosing: ["team": "ta"])
            .expect([organization, (#"organization_id="ob""#, 1), member])
    }
}
