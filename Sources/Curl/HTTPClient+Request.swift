extension HTTPClient {
    /// A GET request.
    public struct Request: Sendable {
        /// An `http` or `https` URL, percent-encoded already.
        public var url: String
        /// Later ones do not replace earlier ones of the same name.
        public var headers: [Header] = []
        /// For the whole transfer, from ``HTTPClient/execute(_:)`` to the last byte.
        public var timeout: Duration = .seconds(30)
        /// A longer body fails the transfer. Counted after decompression.
        public var maximumBodyBytes = 64 << 20

        public init(url: String) {
            self.url = url
        }
    }

    /// A request header, whose value may be one that must not be printed.
    public struct Header: Hashable, Sendable {
        public enum Value: Hashable, Sendable {
            case plain(String)
            case secret(Secret)
        }

        public var name: String
        public var value: Value

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = .plain(value)
        }

        public init(_ name: String, _ value: Secret) {
            self.name = name
            self.value = .secret(value)
        }
    }
}

extension HTTPClient.Request {
    /// Scheme, host and port, in which there is nothing that must not be printed.
    var origin: String {
        guard let schemeEnd = url.firstRange(of: "://") else { return "" }
        let authority = url[schemeEnd.upperBound...].prefix { !"/?#\\".contains($0) }
        let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
        return "\(url[..<schemeEnd.upperBound])\(host)"
    }

    /// Refuses what libcurl would send as it is, cut off or guess at.
    func validate() throws(TransferError.InvalidRequest) {
        let lowercased = url.prefix(8).lowercased()
        guard lowercased.hasPrefix("http://") || lowercased.hasPrefix("https://") else { throw .notHTTP }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .urlCharacters }
        for header in headers {
            try header.validate()
        }
    }
}

extension HTTPClient.Header.Value {
    /// The text as it goes over the wire, for whoever really sends it.
    public func reveal() -> String {
        switch self {
        case .plain(let text): text
        case .secret(let secret): secret.reveal()
        }
    }
}

extension HTTPClient.Header {
    private var text: String { value.reveal() }

    /// As libcurl's header list wants it: a semicolon stands for an empty value, without which the header is left out.
    var line: String {
        text.isEmpty ? "\(name);" : "\(name): \(text)"
    }

    func validate() throws(TransferError.InvalidRequest) {
        guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter) else { throw .headerName }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { throw .headerValue(name: name) }
    }
}

extension UInt8 {
    /// RFC 9110, 5.6.2.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}
