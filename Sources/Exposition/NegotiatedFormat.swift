/// The format of one response, as its `Content-Type` names it.
public struct NegotiatedFormat: Hashable, Sendable {
    public let format: ExpositionFormat
    /// The scheme that the client asked for; none in format 0.0.4, which does not know the parameter.
    public let escaping: NameEscaping?

    public init(_ format: ExpositionFormat, escaping: NameEscaping? = nil) {
        self.format = format
        switch format {
        case .text004: self.escaping = nil
        // This format must name a scheme; `underscores` is the one that every client can read.
        case .text100: self.escaping = escaping ?? .underscores
        case .openMetrics100: self.escaping = escaping
        }
    }

    /// The value of `Content-Type`.
    public var contentType: String {
        "\(format.mediaType); version=\(format.version); charset=utf-8"
            + (escaping.map { "; escaping=\($0.rawValue)" } ?? "")
    }
}
