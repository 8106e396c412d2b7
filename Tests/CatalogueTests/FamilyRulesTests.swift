import Budgets
import Exposition
import Testing

@testable import Catalogue

@Suite struct FamilyRulesTests {
    private let all: [MetricFamily] =
        HealthFamilies.all.map(\.family)
        + AccountKind.allCases.flatMap { ($0.families + $0.litellmNames).map(\.family) }
        + ProcessFamilies.all.map(\.family)

    @Test("every family name is unique, a counter's taken without its suffix")
    func namesAreUnique() {
        #expect(MetricFamily.collisions(in: all) == [])
    }

    @Test("every name of ours begins with litellm_, and with the kind that it is about")
    func namesHaveThePrefix() {
        for family in all where !family.name.hasPrefix("process_") {
            #expect(family.name.hasPrefix("litellm_"), "\(family.name)")
        }
        for kind in AccountKind.allCases {
            for row in kind.families {
                #expect(row.family.name.hasPrefix("litellm_\(kind.rawValue)_"), "\(row.family.name)")
            }
        }
    }

    @Test("each kind has the families that it can have values for, and no other")
    func familiesOfKinds() {
        let every: Set<AccountKind> = Set(AccountKind.allCases)
        let many: Set<AccountKind> = [.team, .key, .teamMember, .user, .organization, .customer]
        // What a provider has spent is told by whichever worker of LiteLLM answers.
        let counted = every.subtracting([.provider])
        let expected: [String: Set<AccountKind>] = [
            "spend_usd_total": counted,
            "budget_resets_total": counted,
            "budget_exhausted_since_timestamp_seconds": counted,
            "budget_period_start_timestamp_seconds": counted,
            "spend_rate_usd_per_second": counted,
            "budget_exhaustion_timestamp_seconds": counted,
            "budget_exhausts_before_reset": counted,
            "budget_projected_spend_usd": counted,
            "info": every,
            "budget_spend_usd": every,
            "budget_limit_usd": every,
            "budget_remaining_usd": every,
            "budget_used_ratio": every,
            "budget_exhausted": every,
            "budget_reset_timestamp_seconds": every,
            "budget_soft_limit_usd": many.subtracting([.user]),
            "blocked": [.team, .key, .customer],
            "tokens_per_minute_limit": many,
            "requests_per_minute_limit": many,
            "model_budget_limit_usd": [.team, .key, .user],
            "model_budget_spend_usd": [.team, .key, .user],
            "window_budget_limit_usd": [.team, .key],
            "window_budget_reset_timestamp_seconds": [.team, .key],
            "window_budget_spend_usd": [.key],
            "expires_timestamp_seconds": [.key],
            "headroom_usd": [.key],
            "members": [.team],
            "keys": [.team],
        ]
        for kind in AccountKind.allCases {
            let names = kind.families.map { String($0.family.name.dropFirst("litellm_\(kind.rawValue)_".count)) }
            #expect(Set(names) == Set(expected.filter { $0.value.contains(kind) }.keys), "\(kind)")
        }
    }

    @Test("LiteLLM's own names are those of its callback")
    func litellmNames() {
        let names = AccountKind.allCases.flatMap(\.litellmNames).map(\.family.name)
        let words = ["team", "api_key", "user", "org", "customer"]
        #expect(
            Set(names)
                == Set(
                    words.flatMap {
                        [
                            "litellm_remaining_\($0)_budget_metric", "litellm_\($0)_max_budget_metric",
                            "litellm_\($0)_budget_remaining_hours_metric",
                        ]
                    } + ["litellm_provider_remaining_budget_metric"]))
    }

    @Test("help is a sentence or more, and says nothing that changes")
    func helpIsText() {
        for family in all {
            #expect(family.help.hasSuffix("."), "\(family.name): \(family.help)")
            #expect(family.help.count > 20, "\(family.name): \(family.help)")
        }
    }

    @Test("a family of money or of time says so in its name")
    func unitsAreInNames() {
        for family in all where !family.name.hasSuffix("_metric") {
            guard let unit = family.unit else { continue }
            #expect(family.openMetricsName.hasSuffix(unit.rawValue), "\(family.name) has the unit \(unit.rawValue)")
        }
    }
}
