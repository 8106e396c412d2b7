import TestSupport
import Testing

@testable import Exposition

@Suite("Bodies")
struct ExpositionBodyTests {
    /// Some 140,000 bytes of lines in blocks of 10 series, twice.
    private static func segments() -> [Segment] {
        ["first_usd", "second_usd"].map { name in
            var builder = SegmentBuilder(.gauge(name, unit: .usd, help: "Family \(name)."))
            for block in 0..<300 {
                builder.render { writer in
                    for row in 0..<10 {
                        writer.sample(LabelBlock(["team_id": "team-\(block)-\(row)"]), Double(block * row) + 0.25)
                    }
                }
            }
            return builder.finish()
        }
    }

    @Test("Plain lines are kept up to the limit and dropped above it, and the page stays the same")
    func identityLimit() throws {
        let segments = Self.segments()
        let size = segments.reduce(0) { $0 + $1.lineBytes }
        let within = Exposition(segments, identityLimit: size)
        let above = Exposition(segments, identityLimit: size - 1)
        #expect(within.segments.allSatisfy { $0.identity != nil })
        #expect(above.segments.allSatisfy { $0.identity == nil })
        for format in ExpositionFormat.allCases {
            let plain = within.body(format, .identity).bytes
            #expect(above.body(format, .identity).bytes == plain)
            #expect(above.body(format, .identity).count == plain.count)
            #expect(above.body(format, .gzip).bytes == within.body(format, .gzip).bytes)
            #expect(try Gzip.inflated(above.body(format, .gzip).bytes) == plain)
        }
    }

    @Test("No more than the limit and one family is held while a page is collected")
    func limitWhileCollecting() {
        let segments = Self.segments()
        var builder = Exposition.Builder(identityLimit: segments[0].lineBytes)
        builder.append(segments[0])
        #expect(builder.segments.allSatisfy { $0.identity != nil })
        builder.append(segments[1])
        #expect(builder.segments.allSatisfy { $0.identity == nil })
    }

    @Test("A page that shrinks below the limit keeps its plain lines again, and one that grows drops them")
    func aroundTheLimit() {
        let segments = Self.segments()
        let limit = segments[0].lineBytes
        let large = Exposition(segments, identityLimit: limit)
        let small = Exposition([large.segments[0]], identityLimit: limit)
        #expect(small.segments[0].identity == segments[0].identity)
        let largeAgain = Exposition([small.segments[0], large.segments[1]], identityLimit: limit)
        #expect(largeAgain.segments.allSatisfy { $0.identity == nil })
        #expect(largeAgain.body(.text004, .gzip).bytes == large.body(.text004, .gzip).bytes)
    }

    @Test("Chunks are small, also where lines are inflated", arguments: ExpositionFormat.allCases, [0, Int.max])
    func chunks(format: ExpositionFormat, identityLimit: Int) {
        let page = Exposition(Self.segments(), identityLimit: identityLimit)
        for encoding in ContentEncoding.allCases {
            let body = page.body(format, encoding)
            let sizes = body.map(\.count)
            #expect(sizes.allSatisfy { $0 > 0 && $0 <= 64 << 10 })
            #expect(sizes.reduce(0, +) == body.count)
        }
    }

    @Test("A block larger than a chunk is sent whole where it has to be inflated")
    func largeBlock() {
        var builder = SegmentBuilder(SegmentTests.family)
        builder.render { _ in }
        builder.render { writer in
            for number in 0..<3_000 {
                writer.sample(LabelBlock(["team_id": "\(number)"]), 1)
            }
        }
        builder.render { $0.sample(2) }
        let segment = builder.finish()
        let kept = Exposition([segment])
        let dropped = Exposition([segment], identityLimit: 0)
        #expect(dropped.body(.text004, .identity).bytes == kept.body(.text004, .identity).bytes)
        #expect(dropped.body(.text004, .identity).map(\.count).count { $0 > 64 << 10 } == 1)
    }

    @Test("A body can be read more than once, and shares its memory with the page")
    func sharing() throws {
        let page = Exposition(Self.segments())
        let body = page.body(.text004, .identity)
        #expect(Array(body.joined()) == Array(body.joined()))
        let lines = try #require(page.segments[0].identity)
        let chunk = try #require(body.dropFirst().first { _ in true })
        let isShared = lines.withUnsafeBufferPointer { lines in
            chunk.withUnsafeBufferPointer { $0.baseAddress == lines.baseAddress }
        }
        #expect(isShared)
    }

    @Test("A gzip body begins with a header without a time, and is one member")
    func gzipFrame() throws {
        let bytes = Exposition(Self.segments()).body(.openMetrics100, .gzip).bytes
        #expect(bytes.prefix(10) == [0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 4, 0xff])
        #expect(throws: Gzip.Failure.self) { try Gzip.inflated(bytes + bytes) }
        var damaged = bytes
        damaged[bytes.count - 8] ^= 1
        #expect(throws: Gzip.Failure.self) { try Gzip.inflated(damaged) }
    }
}
