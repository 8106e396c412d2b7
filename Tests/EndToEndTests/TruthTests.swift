import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// Every number on the page is the database's, whatever names the accounts have.
    @Suite("The truth")
    struct TruthTests {
        @Test("Every team and key equals the database, nothing more and nothing less")
        func everything() async throws {
            guard let proxy = ProxyUnderTest(for: "every team and key equals the database") else { return }
            try await Fixtures.with(proxy) { fixtures in
                try await OddAccounts.make(fixtures)
                let viewer = try await fixtures.viewerKey()
                try await RunningExporter.watching(proxy, key: viewer.key) { exporter in
                    let (rows, page) = try await steadyView(of: proxy.database, exporter, without: viewer)
                    let expected = ExpectedSeries(rows)
                    let (right, differences) = expected.compare(with: page, now: SystemTime().now().unixSeconds)
                    let isTrue = differences.isEmpty
                    #expect(isTrue, "\(differences.count):\n\(differences.prefix(40).joined(separator: "\n"))")
                    expectVariety(rows)
                    let rejected = page[
                        "litellm_budget_exporter_rejected_accounts_total",
                        ["source": "teams", "reason": "label_too_long"]]
                    #expect((rejected ?? 0) > 0, "the team with a long id is counted")
                    #expect(page.value("litellm_up") == 1)
                    print(
                        "compared \(right) values of \(rows.teams.count) teams and \(rows.keys.count) keys with the "
                            + "database, \(differences.count) differ")
                }
            }
        }

        /// A page that was swept while the database stood still: budgets of some seconds are reset all the time.
        private func steadyView(
            of database: Database, _ exporter: RunningExporter, without own: Fixtures.Key
        ) async throws -> (AccountRows, ExpositionPage) {
            try await waitFor("a database that stands still during a sweep", atMost: .seconds(120)) {
                let before = try await AccountRows(database)
                let page = try await exporter.settledPage()
                var after = try await AccountRows(database)
                guard before == after else { return nil }
                after.keys.removeAll { $0.token == own.token }
                return (after, page)
            }
        }

        /// That all rules were at work, whatever the proxy was filled with.
        private func expectVariety(_ rows: AccountRows) {
            let teams: [(String, (AccountRows.Team) -> Bool)] = [
                ("a limit", { $0.limit != nil }), ("no limit", { $0.limit == nil }),
                ("a limit of zero", { $0.limit == 0 }), ("a soft limit", { $0.softLimit != nil }),
                ("a reset", { $0.resetsAt != nil }), ("a block", { $0.isBlocked }),
                ("no alias", { $0.teamAlias == nil }),
                ("a long alias", { ($0.teamAlias ?? "").utf8.count > ExpectedSeries.longestLabel }),
                ("a long id", { $0.teamID.utf8.count > ExpectedSeries.longestLabel }), ("keys", { $0.keys > 1 }),
            ]
            for (what, isSo) in teams {
                #expect(rows.teams.contains(where: isSo), "no team with \(what)")
            }
            let keys: [(String, (AccountRows.Key) -> Bool)] = [
                ("spend", { $0.spend > 0 }), ("negative spend", { $0.spend < 0 }),
                ("a temporary increase", { $0.increase != nil }),
                ("a shared limit", { $0.ownLimit == nil && $0.sharedLimit != nil }),
                ("a limit before a shared one", { $0.ownLimit != nil && $0.sharedLimit != nil }),
                ("no limit", { $0.limit == nil }), ("a block", { $0.isBlocked }),
                ("a past expiry", { ($0.expiresAt ?? .infinity) < SystemTime().now().unixSeconds }),
                ("a team", { $0.teamID != nil }), ("a user", { $0.userID != nil }),
                ("a soft limit", { $0.softLimit != nil }),
            ]
            for (what, isSo) in keys {
                #expect(rows.keys.contains(where: isSo), "no key with \(what)")
            }
        }
    }
}
