/// All segments of one snapshot: an immutable page in every format and encoding.
///
/// Sample lines are the same bytes in each format. Nothing is rendered or compressed for a response: plain or deflated
/// pieces, made once, follow one another, and the CRC-32 of the whole is computed from those of the pieces.
public struct Exposition: Sendable {
    /// The segments, empty ones included, in the order of the page.
    public let segments: [Segment]
    private let positions: [String: Int]

    init(assembled segments: [Segment]) {
        self.segments = segments
        positions = Dictionary(uniqueKeysWithValues: segments.indices.map { (segments[$0].family.name, $0) })
    }

    /// Assembles a page, as ``Builder`` does.
    public init(_ segments: [Segment] = [], identityLimit: Int = Builder.defaultIdentityLimit) {
        var builder = Builder(identityLimit: identityLimit)
        for segment in segments {
            builder.append(segment)
        }
        self = builder.finish()
    }

    /// The segment of a family, from which its next one can be made.
    public func segment(of family: MetricFamily) -> Segment? {
        positions[family.name].map { segments[$0] }
    }

    /// The page, in pieces that are shared with this exposition.
    public func body(_ format: ExpositionFormat, _ encoding: ContentEncoding) -> ExpositionBody {
        var body = ExpositionBody(encoding)
        for segment in segments where !segment.isEmpty {
            body.append(segment.family.head(in: format))
            body.append(segment)
        }
        if format == .openMetrics100 { body.append(PageFragment.endOfOpenMetrics) }
        body.finish()
        return body
    }
}
