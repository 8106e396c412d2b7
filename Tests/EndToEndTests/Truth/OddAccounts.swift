/// Accounts that each need a rule of their own, beside whatever the proxy has.
enum OddAccounts {
    static func make(_ fixtures: Fixtures) async throws {
        let team = try await makeTeams(fixtures)
        try await makeKeys(fixtures, team: team)
        try await makeMembers(fixtures)
        try await makeUsersAndCustomers(fixtures)
    }

    /// Windows that run at the same time.
    private static let windows: JSON = [
        ["budget_duration": "1d", "max_budget": 3.5], ["budget_duration": "30d", "max_budget": 25],
    ]

    private static func makeTeams(_ fixtures: Fixtures) async throws -> String {
        let tag = fixtures.tag
        let bodies: [JSON] = [
            // Cut in the middle of a character of two bytes, and of four.
            ["team_alias": .text("a" + String(repeating: "\u{E9}", count: 200)), "max_budget": 1],
            ["team_alias": .text("abc" + String(repeating: "\u{1F680}", count: 100)), "max_budget": 0.1],
            // Two ids that are equal as text and differ in their bytes.
            ["team_id": .text("caf\u{E9} \(tag)"), "team_alias": "one", "max_budget": 0.1],
            ["team_id": .text("cafe\u{301} \(tag)"), "team_alias": "other", "max_budget": 0.2],
            ["team_id": .text("line\nfeed \"quote\" back\\slash {} \(tag)"), "team_alias": "\\n\"\\"],
            ["team_id": .text(tag + String(repeating: "x", count: 256 - tag.utf8.count)), "max_budget": 0],
            ["team_id": .text(tag + String(repeating: "x", count: 257 - tag.utf8.count)), "max_budget": 1],
            ["team_alias": "blocked", "max_budget": 20, "blocked": true, "tpm_limit": 1000, "rpm_limit": 10],
            ["max_budget": 7.25, "soft_budget": 3.125, "budget_duration": "30d"],
            ["max_budget": 9, "budget_limits": windows], ["budget_limits": windows],
        ]
        for body in bodies { _ = try await fixtures.team(body) }
        return try await fixtures.team(["team_alias": .text("with keys \(tag)"), "max_budget": 1_000_000.000001])
    }

    private static func makeKeys(_ fixtures: Fixtures, team: String) async throws {
        let tag = fixtures.tag
        let shared = try await fixtures.budget(["max_budget": 7.5, "soft_budget": 6, "budget_duration": "30d"])
        let unlimited = try await fixtures.budget(["soft_budget": 2, "budget_duration": "7d"])
        func increase(_ amount: Double, until expiry: String) -> JSON {
            ["temp_budget_increase": .number(amount), "temp_budget_expiry": .text(expiry)]
        }
        let bodies: [JSON] = [
            ["max_budget": 5, "metadata": increase(2.5, until: "2199-12-31T00:00:00Z")],
            ["max_budget": 5, "metadata": increase(0.1, until: "2199-12-31T00:00:00")],
            ["max_budget": 5, "metadata": increase(1, until: "2199-12-31T00:00:00+02:00")],
            ["max_budget": 5, "metadata": increase(2.5, until: "2020-01-01T00:00:00Z")],
            ["metadata": increase(2.5, until: "2199-12-31T00:00:00Z")],
            ["budget_id": .text(shared)],
            ["budget_id": .text(shared), "max_budget": 3, "budget_duration": "1d"],
            ["budget_id": .text(shared), "max_budget": 0],
            ["budget_id": .text(shared), "metadata": increase(1.25, until: "2199-12-31T00:00:00Z")],
            ["budget_id": .text(unlimited)],
            ["team_id": .text(team), "max_budget": 0.3, "spend": 0.1, "tpm_limit": 100_000, "rpm_limit": 60],
            ["team_id": .text(team), "max_budget": 1, "spend": -1.5],
            ["max_budget": 12.345678901234567, "spend": 12.345678901234566],
            ["max_budget": 1e-9, "spend": 1e-17],
            ["spend": 1e15],
            ["max_budget": 4, "duration": "30d"], ["max_budget": 2, "budget_limits": windows],
        ]
        for (index, body) in bodies.enumerated() {
            _ = try await fixtures.key(body.adding(["key_alias": .text("odd \"\(index)\" \(tag)")]))
        }
        let blocked = try await fixtures.key(["max_budget": 4, "key_alias": .text("blocked \(tag)")])
        try await fixtures.proxy.post("/key/block", ["key": .text(blocked.token)])
        let alias = String(repeating: "\u{44F}", count: 150)
        _ = try await fixtures.key(["team_id": .text(team), "key_alias": .text("a\(alias)\(tag)")])
    }

    /// Members with a limit of their own and with the team's, both also of zero, and with none; each with a key.
    private static func makeMembers(_ fixtures: Fixtures) async throws {
        let defaults: [JSON] = [
            [:], ["team_member_budget": 2.5, "team_member_budget_duration": "30d"], ["team_member_budget": 0],
        ]
        let address = try await fixtures.user([:], named: "@example.com")
        for (index, body) in defaults.enumerated() {
            let team = try await fixtures.team(
                body.adding(["team_alias": .text("members \(index) \(fixtures.tag)"), "max_budget": 100]))
            let own: [JSON] = [[:], ["max_budget_in_team": 1.25], ["max_budget_in_team": 0]]
            for budget in own {
                let user = try await fixtures.user([:])
                try await fixtures.addMember(user, toTeam: team, budget)
                let key = try await fixtures.key(["team_id": .text(team), "user_id": .text(user)])
                _ = try await fixtures.proxy.buy("mock-dear", key: key.key)
            }
            try await fixtures.addMember(address, toTeam: team, ["max_budget_in_team": .number(Double(index) + 0.5)])
            _ = try await fixtures.key(["team_id": .text(team), "user_id": .text(address), "max_budget": 0.25])
        }
    }

    private static func makeUsersAndCustomers(_ fixtures: Fixtures) async throws {
        let rich = try await fixtures.user(
            ["max_budget": 5, "budget_duration": "30d", "tpm_limit": 1000, "rpm_limit": 10], named: "@example.com")
        let poor = try await fixtures.user(["max_budget": 0])
        _ = try await fixtures.user(["tpm_limit": 1000], named: "sha256:")
        let shared = try await fixtures.budget(["max_budget": 1.5, "soft_budget": 1, "budget_duration": "7d"])
        let unlimited = try await fixtures.budget(["soft_budget": 2])
        _ = try await fixtures.customer(["max_budget": 3, "budget_duration": "30d", "blocked": true])
        _ = try await fixtures.customer(["max_budget": 0], named: " zero@example.com")
        _ = try await fixtures.customer(["budget_id": .text(unlimited), "alias": "an alias"])
        let known = try await fixtures.customer(["budget_id": .text(shared)], named: " \"quoted\" \u{1F680}")
        let new = await fixtures.customerToBe(named: "@example.com")
        let windowed = try await fixtures.key([
            "user_id": .text(rich), "budget_limits": windows, "key_alias": .text("windows \(fixtures.tag)"),
        ])
        _ = try await fixtures.key(["user_id": .text(poor), "max_budget": 4])
        for customer in [known, new] {
            guard try await fixtures.proxy.buy("mock-dear", key: windowed.key, for: customer) == 200 else {
                throw TookTooLong(description: "the customer \(customer) is not served")
            }
        }
    }
}
