extension Exposition {
    /// Collects the segments of a page one by one, and decides whether their plain lines are kept.
    ///
    /// They are kept while they are within a limit together. Above it all are dropped, as soon as they pass it, so that
    /// no more than the limit and one family is ever held.
    public struct Builder: Sendable {
        /// 32 MiB, some 250,000 series.
        public static let defaultIdentityLimit = 32 << 20

        private let identityLimit: Int
        private(set) var segments: [Segment] = []
        private var lineBytes = 0

        /// - Parameter identityLimit: The most bytes of plain lines that are kept.
        public init(identityLimit: Int = defaultIdentityLimit) {
            self.identityLimit = identityLimit
        }

        /// Appends the segment of a family that has none on this page yet.
        public mutating func append(_ segment: Segment) {
            let wasWithinLimit = lineBytes <= identityLimit
            lineBytes += segment.lineBytes
            segments.append(segment)
            guard lineBytes > identityLimit else { return }
            let first = wasWithinLimit ? 0 : segments.count - 1
            for index in first..<segments.count {
                segments[index] = segments[index].droppingIdentity()
            }
        }

        public consuming func finish() -> Exposition {
            // A page that shrank has segments made from those of a larger one.
            Exposition(assembled: lineBytes <= identityLimit ? segments.map { $0.restoringIdentity() } : segments)
        }
    }
}
