/// How the bytes of a response are encoded.
public enum ContentEncoding: Sendable, CaseIterable {
    case identity
    case gzip

    /// The encoding to answer in, by the values of all `Accept-Encoding` fields of a request (RFC 9110, 12.5.3).
    ///
    /// gzip where it is accepted with no less weight than identity, or where identity is refused and gzip is not. A client
    /// that refuses both gets identity. What is malformed is passed over.
    public init(accepting fieldValues: some Sequence<String>) {
        let codings = WeightedElement.elements(of: fieldValues)
        func weight(of names: Set<String>) -> Double? {
            codings.first { names.contains($0.value) }?.weight
        }
        let others = weight(of: ["*"])
        // x-gzip is the same coding (RFC 9110, 8.4.1.3).
        let gzip = weight(of: ["gzip", "x-gzip"]) ?? others
        let identity = weight(of: ["identity"]) ?? others
        switch (gzip, identity) {
        case (let gzip?, let identity?): self = gzip > 0 && gzip >= identity ? .gzip : .identity
        // Identity is acceptable unless refused, but less wanted than anything that is named.
        case (let gzip?, nil): self = gzip > 0 ? .gzip : .identity
        case (nil, let identity?): self = identity == 0 ? .gzip : .identity
        case (nil, nil): self = .identity
        }
    }

    /// The value of `Content-Encoding`; none for identity.
    public var fieldValue: String? {
        switch self {
        case .identity: nil
        case .gzip: "gzip"
        }
    }
}
