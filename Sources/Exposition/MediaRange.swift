/// One element of an `Accept` header.
struct MediaRange: Sendable {
    let weight: Double
    /// The scheme it asks for, where that is one of those served.
    let escaping: NameEscaping?

    private let type: String
    private let parameters: [String: String]

    init(_ element: WeightedElement) {
        weight = element.weight
        type = element.value
        parameters = element.parameters
        escaping = element.parameters["escaping"].flatMap { NameEscaping(rawValue: $0.lowercased()) }
    }

    /// How closely the range describes a format; nil where it does not match.
    ///
    /// A parameter that no format has is ignored, as Prometheus adds to them over time.
    func closeness(to format: ExpositionFormat) -> Int? {
        var closeness: Int
        switch type {
        case format.mediaType: closeness = 2
        case "\(format.mediaType.prefix { $0 != "/" })/*": closeness = 1
        case "*/*": closeness = 0
        default: return nil
        }
        if let version = parameters["version"] {
            guard version == format.version else { return nil }
            closeness += 1
        }
        if let charset = parameters["charset"] {
            guard charset.lowercased() == "utf-8" else { return nil }
            closeness += 1
        }
        // Format 0.0.4 has no schemes, though some versions of Prometheus 3 name one for it.
        if format != .text004, parameters["escaping"] != nil {
            guard escaping != nil else { return nil }
            closeness += 1
        }
        return closeness
    }
}
