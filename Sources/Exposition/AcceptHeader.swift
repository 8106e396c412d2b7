/// The media types that a client reads, as its `Accept` header lists them (RFC 9110, 12.5.1).
public struct AcceptHeader: Sendable {
    private let ranges: [MediaRange]

    /// - Parameter fieldValues: The values of all `Accept` fields of a request, in order. What is malformed is passed over.
    public init(_ fieldValues: some Sequence<String>) {
        ranges = WeightedElement.elements(of: fieldValues).map(MediaRange.init)
    }

    /// The format to answer in.
    ///
    /// Each format has the weight of the range that matches it most closely, and the highest weight wins; among equals
    /// the closest match, then the one listed first, then the oldest format. A client that accepts none gets format
    /// 0.0.4, as Prometheus wants it from targets.
    public var preferredFormat: NegotiatedFormat {
        let offers = ExpositionFormat.allCases.compactMap { format in
            matches(of: format).best { ($0.closeness, $0.weight) > ($1.closeness, $1.weight) }
        }
        let best = offers.filter { $0.weight > 0 }.best {
            ($0.weight, $0.closeness, -$0.position) > ($1.weight, $1.closeness, -$1.position)
        }
        return best?.answer ?? NegotiatedFormat(.text004)
    }

    private func matches(of format: ExpositionFormat) -> [Match] {
        ranges.enumerated().compactMap { position, range in
            range.closeness(to: format).map { closeness in
                Match(
                    answer: NegotiatedFormat(format, escaping: range.escaping), weight: range.weight,
                    closeness: closeness, position: position)
            }
        }
    }
}

/// A format that a range of the header accepts.
private struct Match {
    let answer: NegotiatedFormat
    let weight: Double
    let closeness: Int
    /// Of the range in the header.
    let position: Int
}

extension [Match] {
    /// The first of those that no other is better than.
    fileprivate func best(_ isBetter: (Match, Match) -> Bool) -> Match? {
        guard var best = first else { return nil }
        for match in dropFirst() where isBetter(match, best) {
            best = match
        }
        return best
    }
}
