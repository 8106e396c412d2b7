import TestSupport
import Testing

@testable import Exposition

@Suite("Segments")
struct SegmentTests {
    static let family = MetricFamily.gauge("litellm_team_budget_spend_usd", unit: .usd, help: "Spend of the period.")

    /// A segment of blocks with these lines.
    private static func segment(_ blocks: [[Int]], previous: Segment? = nil) -> Segment {
        var builder = SegmentBuilder(family, previous: previous)
        for numbers in blocks {
            builder.render { writer in
                for number in numbers {
                    writer.sample(LabelBlock(["team_id": "team-\(number)"]), Double(number))
                }
            }
        }
        return builder.finish()
    }

    @Test("A segment of which nothing changed is the previous one, and is not copied")
    func unchanged() throws {
        let first = Self.segment([[1, 2], [], [3]])
        var builder = SegmentBuilder(Self.family, previous: first)
        for block in 0..<3 {
            builder.takeOver(block: block)
        }
        let second = builder.finish()
        let rendered = Self.segment([[1, 2], [], [3]], previous: first)
        for other in [second, rendered] {
            #expect(try #require(first.identity).hasSameStorage(as: try #require(other.identity)))
            #expect(first.deflated.hasSameStorage(as: other.deflated))
        }
    }

    @Test(
        "Blocks can be changed, inserted, moved, repeated in another order and left out",
        arguments: [
            [[1, 2], [3], [4, 5, 6]], [[1, 2], [], [4, 5, 6]], [[9], [1, 2], [3]], [[4, 5, 6], [3], [1, 2]], [[3]], [],
            [[], [], []], [[1, 2], [3], [4, 5, 6], [7]], [[1, 2, 3, 4, 5, 6]], [[1, 3], [3], [4, 5, 6]],
        ])
    func edits(blocks: [[Int]]) {
        let previous = Self.segment([[1, 2], [3], [4, 5, 6]])
        #expect(Self.segment(blocks, previous: previous).hasSameBytes(as: Self.segment(blocks)))
    }

    @Test("A block rendered in the place of another takes it over from there")
    func replacing() {
        let previous = Self.segment([[1], [2], [3]])
        var builder = SegmentBuilder(Self.family, previous: previous)
        builder.takeOver(block: 1)
        builder.render(replacing: 2) { $0.sample(LabelBlock(["team_id": "team-3"]), 3) }
        builder.render(replacing: 0) { $0.sample(LabelBlock(["team_id": "team-1"]), 1) }
        #expect(builder.finish().hasSameBytes(as: Self.segment([[2], [3], [1]])))
    }

    @Test("A block of the same length and another value is not taken over", arguments: [true, false])
    func sameLength(keepsIdentity: Bool) {
        let previous = Self.segment([[1], [2]])
        let base = keepsIdentity ? previous : previous.droppingIdentity()
        let next = Self.segment([[1], [3]], previous: base)
        #expect(next.restoringIdentity().hasSameBytes(as: Self.segment([[1], [3]])))
    }

    @Test("A segment kept deflated only yields one that is too")
    func deflatedOnly() {
        let previous = Self.segment([[1], [2], [3]]).droppingIdentity()
        var builder = SegmentBuilder(Self.family, previous: previous)
        builder.takeOver(block: 2)
        builder.render { $0.sample(7) }
        let next = builder.finish()
        #expect(next.identity == nil)
        let lines = String(decoding: next.restoringIdentity().identity ?? [], as: UTF8.self)
        #expect(
            lines == """
                litellm_team_budget_spend_usd{team_id="team-3"} 3
                litellm_team_budget_spend_usd 7

                """)
    }

    @Test("Random edits, snapshot after snapshot, give the bytes of a page built afresh", arguments: 0..<24)
    func randomEdits(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        // Every third run drops plain lines at all times, every third at some.
        let identityLimit = [Int.max, 0, 6_000][seed % 3]
        var families = (0..<3).map { index in
            (family: MetricFamily.gauge("family_\(index)", help: "Family \(index)."), blocks: [[Row]]())
        }
        var exposition = Exposition()
        for _ in 0..<25 {
            var builder = Exposition.Builder(identityLimit: identityLimit)
            var fresh: [Segment] = []
            for index in families.indices {
                let family = families[index].family
                var segment = SegmentBuilder(family, previous: exposition.segment(of: family))
                families[index].blocks = Row.edit(families[index].blocks, &generator, into: &segment)
                builder.append(segment.finish())
                var new = SegmentBuilder(family)
                for block in families[index].blocks {
                    new.render { Row.write(block, &$0) }
                }
                fresh.append(new.finish())
            }
            exposition = builder.finish()
            let expected = Exposition(fresh, identityLimit: .max)
            for format in ExpositionFormat.allCases {
                let plain = expected.body(format, .identity).bytes
                let compressed = exposition.body(format, .gzip)
                #expect(exposition.body(format, .identity).bytes == plain)
                #expect(exposition.body(format, .identity).count == plain.count)
                #expect(compressed.bytes == expected.body(format, .gzip).bytes)
                #expect(compressed.bytes.count == compressed.count)
                #expect(try Gzip.inflated(compressed.bytes) == plain)
            }
            let isKept = fresh.reduce(0) { $0 + $1.lineBytes } <= identityLimit
            #expect(exposition.segments.allSatisfy { ($0.identity != nil) == isKept })
        }
    }
}

/// One series of a random page.
private struct Row {
    var name: Int
    var value: Double

    init(_ generator: inout SplitMix64) {
        name = Int(generator.next() % 1_000_000)
        value = Double(generator.next() % 10_000) / 8
    }

    static func write(_ rows: [Row], _ writer: inout SampleWriter) {
        for row in rows {
            writer.sample(LabelBlock(["id": "\(row.name)", "alias": "Team \"\(row.name % 7)\""]), row.value)
        }
    }

    /// Changes, removes and inserts blocks, and appends them the way a renderer does that knows what changed.
    static func edit(
        _ blocks: [[Row]], _ generator: inout SplitMix64, into segment: inout SegmentBuilder
    ) -> [[Row]] {
        var result: [[Row]] = []
        for (index, block) in blocks.enumerated() {
            switch generator.next() % 12 {
            case 0:
                continue
            case 1, 2:
                var changed = block
                if !changed.isEmpty { changed[Int(generator.next() % UInt64(changed.count))].value += 0.5 }
                segment.render(replacing: index) { write(changed, &$0) }
                result.append(changed)
            case 3:
                segment.render(replacing: index) { write(block, &$0) }
                result.append(block)
            case 4:
                segment.render { write(block, &$0) }
                result.append(block)
            default:
                segment.takeOver(block: index)
                result.append(block)
            }
        }
        for _ in 0..<(generator.next() % 3) {
            let added = (0..<(generator.next() % 40)).map { _ in Row(&generator) }
            segment.render { write(added, &$0) }
            result.append(added)
        }
        return result
    }
}

extension Segment {
    /// Whether all that is kept of both is the same, block for block.
    fileprivate func hasSameBytes(as other: Segment) -> Bool {
        identity == other.identity && deflated == other.deflated && checksum == other.checksum
            && blocks.map(\.identityEnd) == other.blocks.map(\.identityEnd)
            && blocks.map(\.deflatedEnd) == other.blocks.map(\.deflatedEnd)
            && blocks.map(\.crc) == other.blocks.map(\.crc)
    }
}

extension [UInt8] {
    fileprivate func hasSameStorage(as other: [UInt8]) -> Bool {
        withUnsafeBufferPointer { own in other.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress } }
    }
}
