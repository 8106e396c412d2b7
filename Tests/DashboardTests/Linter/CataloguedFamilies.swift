import Budgets
import Exposition

@testable import Catalogue

/// The names of series that the exporter can show, and the labels of each.
struct CataloguedFamilies {
    let labels: [String: [String]]

    init() {
        var labels: [String: [String]] = [:]
        for kind in AccountKind.allCases {
            let known = AccountLabels(
                of: Account(id: kind.example, budget: Budget(limit: .unknown), spend: nil), shownAs: "", teamAlias: nil,
                Renderer.Configuration())
            let identity = known.identity.map(\.name)
            for row in kind.families {
                let further = row.labels == .description ? known.further.map(\.name) : []
                labels[row.family.name] = identity + further + (row.partLabel.map { [$0] } ?? [])
            }
        }
        for row in HealthFamilies.all {
            guard row.family.type == .histogram else {
                labels[row.family.name] = row.labels
                continue
            }
            for suffix in ["_bucket", "_sum", "_count"] { labels[row.family.name + suffix] = row.labels + ["le"] }
        }
        for row in ProcessFamilies.all { labels[row.family.name] = [] }
        self.labels = labels
    }
}
