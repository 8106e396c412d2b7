import LiteLLMSimulator
import TestSupport
import TestTraits
import Testing
import Threading

/// LiteLLM and the way to it are ill: the exporter shows what it knows for as long as that may be shown, says so once, and
/// is well again when they are.
@Suite("Faults of LiteLLM and of the way to it", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(10)))
struct UpstreamFaultTests {
    /// More than the five minutes for which numbers are shown that nobody has read again.
    private static let untilStale: Duration = .seconds(400)

    @Test(
        "No wrong number, one line at the beginning and one at the end",
        arguments: UpstreamFault.allCases.filter { !$0.needsTLS })
    func fault(_ fault: UpstreamFault) async throws {
        try await observe(fault, nil)
    }

    /// How what a list of keys tells of models and windows becomes something that nobody understands.
    enum PartialBudgetFault: CaseIterable, Sendable {
        case outOfRange
        case noLists

        func alter(_ page: String) -> String {
            switch self {
            case .outOfRange:
                page.replacing(/"(budget_limit|max_budget)":(15|8)(\.0)?(?=[,}])/) { #""\#($0.1)":1e999"# }
            case .noLists:
                page.replacing(/"budget_limits":\[\{[^\]]*\]/) { _ in #""budget_limits":"[{}]""# }
                    .replacing(/"model_max_budget":\{[^}]*\{[^}]*\}[^}]*\}/) { _ in #""model_max_budget":[1]"# }
            }
        }
    }

    @Test(
        "A limit of a model or a window that cannot be read stays, then leaves alone, and comes back",
        arguments: PartialBudgetFault.allCases)
    func unreadablePartialLimits(fault: PartialBudgetFault) async throws {
        let models = "litellm_key_model_budget_limit_usd"
        let windows = "litellm_key_window_budget_limit_usd"
        let headroom = "litellm_key_headroom_usd"
        let key = SimulatedKey.token(of: "sk-simulator-3")
        let others = (0..<3).map { SimulatedKey.token(of: "sk-simulator-\($0)") }
        try await ExporterBehindFaults.with { exporter in
            await exporter.litellm.proxy.updateKey(key) {
                $0.modelBudgets = [ModelBudget(model: "gpt-4o", limit: 15, period: "30d")]
                $0.budgetLimits = [
                    BudgetWindow(duration: "1d", maxBudget: 8, resetAt: exporter.time.now().unixSeconds + 7200)
                ]
            }
            let before = try await exporter.page(where: "limits of a model and a window") {
                !$0.samples(of: models).isEmpty && !$0.samples(of: windows).isEmpty
            }
            #expect(before.samples(of: models).map(\.value) == [15] && before.samples(of: windows).map(\.value) == [8])
            let said = exporter.log.lines.count
            try await exporter.connection.inject(
                await .keys(of: exporter) { fault.alter($0) })
            let rejections = "litellm_budget_exporter_rejected_accounts_total"
            let labels = ["source": "keys", "reason": "unknown_limit"]
            let during = try await exporter.page(
                where: "a key with limits that cannot be read", look: { $0.expectNothingBut(before.numbers) }
            ) { $0[rejections, labels] ?? 0 >= 5 }
            #expect(during.numbers == before.numbers, "they stay")
            exporter.time.advance(by: Self.untilStale)
            let stale = try await exporter.page(
                where: "old limits leave", look: { $0.expectNothingBut(before.numbers) }
            ) { page in
                page.samples(of: models).isEmpty && page.samples(of: windows).isEmpty && page.describesAll
            }
            #expect(stale[headroom, ["hashed_api_key": key]] == nil)
            for other in others {
                #expect(stale[headroom, ["hashed_api_key": other]] == before[headroom, ["hashed_api_key": other]])
            }
            #expect(stale["litellm_key_budget_limit_usd", ["hashed_api_key": key]] == 20)
            try await exporter.connection.inject(.none)
            try await exporter.page(where: "the limits again") { $0.numbers == before.numbers }
            let lines = exporter.lines(from: said)
            #expect(lines.count == 1 && lines[0].contains("1 of keys"), "\(lines)")
        }
    }

    func observe(_ fault: UpstreamFault, _ tls: FaultProxy.TLSTerms?) async throws {
        try await ExporterBehindFaults.with(tls: tls, configure: fault.configure) { exporter in
            let before = try await exporter.truePage()
            let said = exporter.log.lines.count
            try await fault.begin(exporter)
            switch fault.effect {
            case .failure(let reason): try await observeFailure(fault, exporter, before, reason: reason)
            case .unknownSpend: try await observeUnknownSpend(fault, exporter, before)
            case .unknownLimit: try await observeUnknownLimit(exporter, before)
            case .none: try await observeNothing(fault, exporter, before)
            }
            let saidMeanwhile = exporter.log.lines.count
            await exporter.litellm.spendOneDollarEach()
            try await fault.end(exporter)
            let after = try await exporter.truePage()
            // However long nothing was known.
            after.expectTotals(of: before, plus: 1)
            let lines = exporter.lines(from: said)
            guard case .failure(let reason) = fault.effect else { return }
            for source in ExpositionPage.sources {
                let failures = lines.filter { $0.contains("error cannot read \(source): ") }
                #expect(failures.count == 1 && failures[0].contains("(\(reason))"), "\(lines)")
                let recoveries = exporter.lines(from: saidMeanwhile).filter {
                    $0 == "info \(source) can be read again, completely source=\(source)"
                }
                #expect(recoveries.count == 1, "\(lines)")
            }
            #expect(lines.count == 2 * ExpositionPage.sources.count, "\(lines)")
        }
    }

    private func observeFailure(
        _ fault: UpstreamFault, _ exporter: ExporterBehindFaults, _ before: ExpositionPage, reason: String
    ) async throws {
        let numbers = before.numbers
        let during = try await exporter.page(
            where: "\(fault.failingSweeps) failing sweeps", look: { $0.expectNothingBut(numbers) }
        ) { page in
            ExpositionPage.sources.allSatisfy { page.sweeps($0, "failed") >= fault.failingSweeps }
        }
        #expect(during.numbers == numbers, "they stay")
        #expect(during.value("litellm_up") == 0)
        #expect(ExpositionPage.sources.allSatisfy { !during.isUp($0) })
        #expect(Set(during.failures.keys) == Set(before.failures.keys).union([reason]))
        exporter.time.advance(by: Self.untilStale)
        let stale = try await exporter.page(
            where: "old numbers leave", look: { $0.expectNothingBut(numbers) }, { $0.numbers.isEmpty })
        #expect(stale.value("litellm_up") == 0)
    }

    private func observeUnknownSpend(
        _ fault: UpstreamFault, _ exporter: ExporterBehindFaults, _ before: ExpositionPage
    ) async throws {
        let numbers = before.numbers
        let rejections = "litellm_budget_exporter_rejected_accounts_total"
        let labels = ["source": "teams", "reason": "unknown_spend"]
        let during = try await exporter.page(
            where: "teams whose spend is unknown", look: { $0.expectNothingBut(numbers) }
        ) { $0[rejections, labels] ?? 0 >= 20 }
        #expect(during.numbers == numbers, "they stay")
        #expect(during.value("litellm_up") == 1)
        let lines = exporter.lines(from: 0).filter { $0.contains("their spend is not a number") }
        #expect(lines.count { $0.contains("4 of teams") } == 1)
        #expect(Set(lines).count == lines.count, "\(lines)")
        exporter.time.advance(by: Self.untilStale)
        let stale = try await exporter.page(
            where: "old spend leaves", look: { $0.expectNothingBut(numbers) }
        ) { page in
            page.samples(of: "litellm_team_budget_spend_usd").isEmpty && page.describesAll
        }
        #expect(stale.samples(of: "litellm_team_budget_remaining_usd").isEmpty)
        // What is left of no limit is known all the same.
        let remaining = stale.samples(of: "litellm_remaining_team_budget_metric")
        #expect(remaining.map(\.value) == [.infinity] && remaining[0].series.labels["team_id"] == "team-1")
        if fault.hidesSpendOfProxy {
            // Each key's headroom ends at what is left of the proxy's budget at the latest.
            #expect(stale.samples(of: "litellm_key_headroom_usd").isEmpty)
        } else {
            expectHeadroomOfUnlimitedTeamOnly(stale, before)
        }
    }

    private func observeUnknownLimit(_ exporter: ExporterBehindFaults, _ before: ExpositionPage) async throws {
        let numbers = before.numbers
        let rejections = "litellm_budget_exporter_rejected_accounts_total"
        let labels = ["source": "teams", "reason": "unknown_limit"]
        let during = try await exporter.page(
            where: "teams whose limit is unknown", look: { $0.expectNothingBut(numbers) }
        ) { $0[rejections, labels] ?? 0 >= 15 }
        #expect(during.numbers == numbers, "they stay")
        #expect(during.value("litellm_up") == 1)
        let lines = exporter.lines(from: 0).filter { $0.contains("limit is not a number") }
        #expect(lines.count == 1 && lines[0].contains("3 of teams"), "\(lines)")
        exporter.time.advance(by: Self.untilStale)
        let stale = try await exporter.page(
            where: "old limits leave", look: { $0.expectNothingBut(numbers) }
        ) { page in
            page.samples(of: "litellm_team_budget_limit_usd").isEmpty && page.describesAll
        }
        #expect(stale.samples(of: "litellm_team_budget_remaining_usd").isEmpty)
        #expect(stale.samples(of: "litellm_team_budget_spend_usd").count == 4)
        expectHeadroomOfUnlimitedTeamOnly(stale, before)
    }

    /// What is left of the three others' limits is not known.
    private func expectHeadroomOfUnlimitedTeamOnly(_ stale: ExpositionPage, _ before: ExpositionPage) {
        let family = "litellm_key_headroom_usd"
        #expect(before.samples(of: family).count == 4)
        let key = ["hashed_api_key": SimulatedKey.token(of: "sk-simulator-1")]
        #expect(stale.samples(of: family).map(\.value) == [before[family, key]])
        #expect(stale[family, key] == before[family, key] && stale[family, key] != nil)
    }

    private func observeNothing(
        _ fault: UpstreamFault, _ exporter: ExporterBehindFaults, _ before: ExpositionPage
    ) async throws {
        let said = exporter.log.lines.count
        let numbers = before.numbers
        let goal = before.sweeps("teams", "complete") + 6
        let during = try await exporter.page(
            where: "six further sweeps", look: { $0.expectNothingBut(numbers) }
        ) { page in
            ExpositionPage.sources.allSatisfy { page.sweeps($0, "complete") >= goal }
        }
        #expect(during.numbers == numbers)
        #expect(during.failures == before.failures)
        #expect(exporter.lines(from: said) == [])
    }
}
