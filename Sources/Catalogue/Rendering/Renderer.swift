import Budgets
import Exposition
public import Polling
import Threading

/// Turns a report into an exposition, taking over from the last one what has not changed.
///
/// Accounts are rendered in blocks, and a block of a family is written anew only when something the family reads has
/// changed for an account in it.
public struct Renderer: Sendable {
    /// Smaller blocks are taken over more often, larger ones deflate better; this is where both are good.
    package static let accountsPerBlock = 32

    private let configuration: Configuration
    private let kinds: [(kind: AccountKind, families: [AccountFamily])]

    public init(_ configuration: Configuration = Configuration()) {
        self.configuration = configuration
        let withLiteLLMNames = configuration.showsLiteLLMNames
        kinds = AccountKind.allCases.map { ($0, $0.families + (withLiteLLMNames ? $0.litellmNames : [])) }
    }

    /// Renders a report; off the caller's actor, as a full page takes a while.
    ///
    /// - Parameters:
    ///   - process: What the exporter itself uses; nil leaves those families out.
    ///   - last: The rendering before, by a renderer with the same configuration.
    @concurrent
    public func render(_ report: Report, process: ProcessUsage?, after last: Rendering?) async -> Rendering {
        var page = Exposition.Builder()
        for row in HealthFamilies.all {
            page.append(single(row.family, last) { row.write(report, &$0) })
        }
        let minute = Timestamp(unixSeconds: (report.time.unixSeconds / 60).rounded(.down) * 60)
        var rows: [AccountKind: LabelledAccounts] = [:]
        for (kind, families) in kinds {
            let accounts = LabelledAccounts(
                report.accounts(kind), aliasesOfTeams: report.aliasesOfTeams, configuration, after: last?.rows[kind])
            rows[kind] = accounts
            let changes = changes(accounts, after: last?.rows[kind], minuteIsNew: last?.minute != minute)
            let values = values(of: families, accounts, changes, minute, last)
            for (family, values) in zip(families, values) {
                page.append(segment(family, accounts, values, changes, last))
                // The pool has as many threads as the machine has cores, and sweeps want some of them.
                await Task.yield()
            }
        }
        if let process {
            for row in ProcessFamilies.all {
                page.append(single(row.family, last) { if let value = row.value(process) { $0.sample(value) } })
            }
        }
        return Rendering(exposition: page.finish(), rows: rows, minute: minute)
    }

    /// What has changed in each block since the last rendering; a block that is new has changed in all.
    private func changes(_ accounts: LabelledAccounts, after last: LabelledAccounts?, minuteIsNew: Bool) -> [Aspects] {
        let base: Aspects = minuteIsNew ? .minute : []
        return stride(from: 0, to: accounts.count, by: Self.accountsPerBlock).map { start in
            let block = start..<min(start + Self.accountsPerBlock, accounts.count)
            guard let last, block.upperBound <= last.count,
                block.upperBound - start == Self.accountsPerBlock || last.count == accounts.count
            else { return .all }
            return block.reduce(base) { $0.union(accounts.changes(at: $1, after: last)) }
        }
    }

    /// The values of each family's series, by the positions of the accounts; NaN where there is none, and in blocks that are
    /// taken over.
    ///
    /// Goes along the accounts once for all families: where each of them lies in memory costs more than to look at it.
    private func values(
        of families: [AccountFamily], _ accounts: LabelledAccounts, _ changes: [Aspects], _ minute: Timestamp,
        _ last: Rendering?
    ) -> [[Double]] {
        var values = families.map { family in
            family.partLabel == nil ? [Double](repeating: .nan, count: accounts.count) : []
        }
        let takenOver = families.map { last?.exposition.segment(of: $0.family)?.blockCount ?? 0 }
        for (index, change) in changes.enumerated() {
            for (column, family) in families.enumerated() where family.partLabel == nil {
                guard index >= takenOver[column] || family.isConcerned(by: change) else { continue }
                for position in positions(ofBlock: index, accounts) {
                    if let value = family.value(of: accounts.accounts[position], at: minute) {
                        values[column][position] = value
                    }
                }
            }
        }
        return values
    }

    private func positions(ofBlock index: Int, _ accounts: LabelledAccounts) -> Range<Int> {
        let start = index * Self.accountsPerBlock
        return start..<min(start + Self.accountsPerBlock, accounts.count)
    }

    private func segment(
        _ family: AccountFamily, _ accounts: LabelledAccounts, _ values: [Double], _ changes: [Aspects],
        _ last: Rendering?
    ) -> Segment {
        let previous = last?.exposition.segment(of: family.family)
        var builder = SegmentBuilder(family.family, previous: previous, expectedBlocks: changes.count)
        let labels = accounts.labels[family.labels]
        for (index, change) in changes.enumerated() {
            if let previous, index < previous.blockCount, !family.isConcerned(by: change) {
                builder.takeOver(block: index)
                continue
            }
            builder.render { writer in
                for position in positions(ofBlock: index, accounts) {
                    if values.isEmpty {
                        family.writeParts(of: accounts, at: position, to: &writer)
                    } else if !values[position].isNaN {
                        writer.sample(labels, at: position, values[position])
                    }
                }
            }
        }
        return builder.finish()
    }

    private func single(_ family: MetricFamily, _ last: Rendering?, _ write: (inout SampleWriter) -> Void) -> Segment {
        var builder = SegmentBuilder(family, previous: last?.exposition.segment(of: family))
        builder.render(write)
        return builder.finish()
    }
}
