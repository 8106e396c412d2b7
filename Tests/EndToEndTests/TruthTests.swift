import Curl
import TestSupport
import Testing
import Threading

extension EndToEndTests {
    /// Every number on the page is the database's, whatever names the accounts have.
    @Suite("The truth")
    struct TruthTests {
        @Test(
            "Every account of every kind equals the database, nothing more and nothing less", arguments: [false, true])
        func everything(showsAddresses: Bool) async throws {
            guard let proxy = ProxyUnderTest(for: "every account equals the database") else { return }
            try await Fixtures.with(proxy) { fixtures in
                try await OddAccounts.make(fixtures)
                let viewer = try await fixtures.viewerKey()
                let arguments = RunningExporter.allKinds + (showsAddresses ? ["--label.allow-email"] : [])
                let (_, outcome) = try await RunningExporter.watching(proxy, key: viewer.key, arguments) { exporter in
                    let (rows, page) = try await steadyView(of: proxy.database, exporter, without: viewer)
                    let expected = ExpectedSeries(rows, showsAddresses: showsAddresses)
                    let (right, differences) = expected.compare(with: page, now: SystemTime().now().unixSeconds)
                    let isTrue = differences.isEmpty
                    #expect(isTrue, "\(differences.count):\n\(differences.prefix(40).joined(separator: "\n"))")
                    expectVariety(rows)
                    expectVarietyOfPeople(rows)
                    let rejected = page[
                        "litellm_budget_exporter_rejected_accounts_total",
                        ["source": "teams", "reason": "label_too_long"]]
                    #expect((rejected ?? 0) > 0, "the team with a long id is counted")
                    #expect(page.value("litellm_up") == 1)
                    expectWithoutLicence(page)
                    if !showsAddresses {
                        let body = String(decoding: try await exporter.get("/metrics").body, as: UTF8.self)
                        #expect(!body.contains("@example.com"), "an e-mail address is shown")
                    }
                    print(
                        "compared \(right) values of \(rows.teams.count) teams, \(rows.keys.count) keys, "
                            + "\(rows.members.count) members, \(rows.users.count) users and \(rows.customers.count) "
                            + "customers with the database, \(differences.count) differ")
                }
                expectLogSaysWhatIsMissing(outcome.errors)
            }
        }

        /// A page that was swept while the database stood still: budgets of some seconds are reset all the time. What is
        /// read one by one takes longer to come round than they last, and so has to stand still by itself.
        private func steadyView(
            of database: Database, _ exporter: RunningExporter, without own: Fixtures.Key
        ) async throws -> (AccountRows, ExpositionPage) {
            var last = ""
            return try await waitFor(
                "a database that stands still during a sweep", atMost: .seconds(240), context: { last }
            ) {
                let early = try await AccountRows(database)
                _ = try await exporter.roundedPage()
                return try await waitFor("sweeps", atMost: .seconds(240), context: { last }) {
                    let before = try await AccountRows(database)
                    guard before.members == early.members, before.windowSpends == early.windowSpends else {
                        last = "members or windows changed"
                        return .some(nil)
                    }
                    let page = try await exporter.settledPage(RunningExporter.Source.allCases)
                    var after = try await AccountRows(database)
                    guard before == after else {
                        last = "budgets changed"
                        return .none
                    }
                    after.keys.removeAll { $0.token == own.token }
                    return .some((after, page))
                }
            }
        }

        /// What a proxy without a licence and without budgets of providers has not, is no fault of anybody.
        private func expectWithoutLicence(_ page: ExpositionPage) {
            for source in ["organizations", "providers"] {
                let labels = ["source": source]
                #expect(page["litellm_budget_exporter_source_up", labels] == 1, "\(source)")
                #expect(page["litellm_budget_exporter_source_accounts", labels] == 0, "\(source)")
            }
            for endpoint in ["/organization/list", "/provider/budgets"] {
                let errors = page.samples(of: "litellm_budget_exporter_upstream_errors_total").filter {
                    $0.series.labels["endpoint"] == endpoint && $0.value > 0
                }
                #expect(errors.isEmpty, "\(errors)")
            }
        }

        private func expectLogSaysWhatIsMissing(_ log: String) {
            let lines = log.split(separator: "\n")
            for source in ["organizations", "providers"] {
                #expect(lines.count { $0.contains("not available: \(source);") } == 1, "\(log)")
            }
            #expect(!lines.contains { $0.contains("level=error") }, "\(log)")
            #expect(!log.contains("@example.com"), "an e-mail address is logged")
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
                ("windows", { !$0.windows.isEmpty }),
                ("a soft limit", { $0.softLimit != nil }),
            ]
            for (what, isSo) in keys {
                #expect(rows.keys.contains(where: isSo), "no key with \(what)")
            }
        }

        private func expectVarietyOfPeople(_ rows: AccountRows) {
            let members: [(String, (AccountRows.Member) -> Bool)] = [
                ("a limit of its own", { $0.isLinked && !$0.linksToDefault && ($0.linkedLimit ?? 0) > 0 }),
                ("a limit of its own of zero", { !$0.linksToDefault && $0.linkedLimit == 0 }),
                ("the team's limit", { $0.linksToDefault && ($0.limit ?? 0) > 0 }),
                ("the team's limit of zero", { $0.linksToDefault && $0.limit == 0 }),
                ("no limit", { $0.limit == nil }), ("spend", { $0.spend > 0 }),
                ("an address", { $0.userID.contains("@") }),
            ]
            for (what, isSo) in members {
                #expect(rows.members.contains(where: isSo), "no member with \(what)")
            }
            let customers: [(String, (AccountRows.Customer) -> Bool)] = [
                ("spend", { $0.spend > 0 }), ("a limit", { $0.limit != nil }), ("a block", { $0.isBlocked }),
                ("a budget without a limit", { $0.hasBudget && $0.limit == nil }), ("no budget", { !$0.hasBudget }),
                ("a soft limit", { $0.limit != nil && $0.softLimit != nil }),
                ("an address", { $0.customerID.contains("@") }),
            ]
            for (what, isSo) in customers {
                #expect(rows.customers.contains(where: isSo), "no customer with \(what)")
            }
            let users: [(String, (AccountRows.User) -> Bool)] = [
                ("spend", { $0.spend > 0 }), ("a limit", { $0.limit != nil }), ("no limit", { $0.limit == nil }),
                ("a reset", { $0.resetsAt != nil }), ("an address", { $0.userID.contains("@") }),
            ]
            for (what, isSo) in users {
                #expect(rows.users.contains(where: isSo), "no user with \(what)")
            }
            #expect(rows.teams.contains { !$0.windows.isEmpty }, "no team with windows")
            #expect(rows.keys.contains { $0.windows.contains { $0.spend ?? 0 > 0 } }, "no key that spent in a window")
            if rows.proxy == nil { skip("the budget of the proxy as a whole", "this proxy has no max_budget") }
        }
    }
}
