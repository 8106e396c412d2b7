/// Where the proxy answers: scheme, host, and the path prefix of a `SERVER_ROOT_PATH`.
public struct BaseURL: Hashable, Sendable, CustomStringConvertible {
    /// `https://litellm.example/prefix`, without a slash at the end.
    public let description: String

    /// Whether the key would travel unencrypted.
    public var isPlainHTTP: Bool { description.hasPrefix("http://") }

    /// Whether the proxy runs on this machine, where nobody else can listen.
    public var isLoopback: Bool {
        let authority = description.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" }
        if authority.hasPrefix("[") { return authority.hasPrefix("[::1]") }
        let host = authority.prefix { $0 != ":" }
        return host == "localhost" || (host.hasPrefix("127.") && host.allSatisfy { $0 == "." || $0.isNumber })
    }

    /// Takes an `http` or `https` URL with a host and, if need be, a port and a path.
    public init(_ text: String) throws(BaseURLError) {
        guard let schemeEnd = text.firstRange(of: "://") else { throw .schemeMissing }
        let scheme = text[..<schemeEnd.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .schemeUnsupported }
        let rest = text[schemeEnd.upperBound...]
        guard !rest.contains(where: { $0 == "?" || $0 == "#" }) else { throw .queryNotAllowed }
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else { throw .credentialsNotAllowed }
        guard Self.isHostWithPort(authority) else { throw .hostInvalid }
        var path = rest.dropFirst(authority.count)
        while path.last == "/" { path.removeLast() }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .pathInvalid }
        description = "\(scheme)://\(authority)\(path)"
    }

    private static func isHostWithPort(_ authority: Substring) -> Bool {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return false }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return false }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[authority.index(after: colon)...]
        }
        let allowed: (UInt8) -> Bool = { byte in
            byte > 0x20 && byte < 0x7F && !#"<>"{}|\^`%"#.utf8.contains(byte)
        }
        guard !host.isEmpty, host.utf8.allSatisfy(allowed) else { return false }
        guard let port else { return true }
        return UInt16(port) != nil && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

/// Why a text is no address of a proxy. The text itself is never repeated, as it may hold credentials.
public enum BaseURLError: Error, Hashable, Sendable, CustomStringConvertible {
    case schemeMissing
    case schemeUnsupported
    case queryNotAllowed
    case credentialsNotAllowed
    case hostInvalid
    case pathInvalid

    public var description: String {
        switch self {
        case .schemeMissing: "has no scheme; write it like http://litellm:4000 or https://litellm.example.com/prefix"
        case .schemeUnsupported: "must begin with http:// or https://"
        case .queryNotAllowed: "must not have a query or a fragment; give the base address only"
        case .credentialsNotAllowed: "must not hold a user or password; give the key by LITELLM_API_KEY or a file"
        case .hostInvalid: "has no valid host and port; write it like http://litellm:4000"
        case .pathInvalid: "has a path with characters that must be percent-encoded"
        }
    }
}
