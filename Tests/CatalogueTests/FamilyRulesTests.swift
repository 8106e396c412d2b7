import Exposition
import Testing

@testable import Catalogue

@Suite struct FamilyRulesTests {
    private let all: [MetricFamily] =
        HealthFamilies.all.map(\.family) + TeamFamilies.all.map(\.family) + KeyFamilies.all.map(\.family)
        + LiteLLMNames.teams.map(\.family) + LiteLLMNames.keys.map(\.family) + ProcessFamilies.all.map(\.family)

    @Test("every family name is unique, a counter's taken without its suffix")
    func namesAreUnique() {
        #expect(MetricFamily.collisions(in: all) == [])
    }

    @Test("every name of ours begins with litellm_")
    func namesHaveThePrefix() {
        for family in all where !family.name.hasPrefix("process_") {
            #expect(family.name.hasPrefix("litellm_"), "\(family.name)")
        }
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
