/// Why a web configuration cannot be used.
public struct WebConfigurationError: Error, Hashable, Sendable {
    public enum Problem: Hashable, Sendable {
        /// Without the path where that may be what should be in the file.
        case unreadable(path: String?, String)
        case noCertificate(path: String?)
        case noKey(path: String?)
        case keyOfAnotherCertificate
        case tokens(path: String, String)
        /// Anything else that the TLS library says.
        case unusable(String)
        case encryptionSwitched(isOnNow: Bool)
        case loginsDropped
        case clientPolicyWeakened(from: WebConfiguration.ClientPolicy, to: WebConfiguration.ClientPolicy)
        case clientAuthoritiesDropped
        case allowedClientNamesDropped
        case minimumVersionLowered
        case rateLimitDropped
    }

    /// The file, line and key.
    public let place: String
    public let problem: Problem
}

extension WebConfigurationError: CustomStringConvertible {
    public var description: String { "\(place): \(explanation)" }

    /// What is wrong, without the place.
    public var explanation: String {
        switch problem {
        case .unreadable(let path, let complaint): "\(path ?? "the file that it names") cannot be read: \(complaint)"
        case .noCertificate(let path): "\(path.map { "\($0) holds" } ?? "holds") no certificate in PEM format"
        case .noKey(let path): "\(path.map { "\($0) holds" } ?? "holds") no key in PEM format without a passphrase"
        case .keyOfAnotherCertificate: "the key does not belong to the certificate"
        case .tokens(let path, let complaint): "\(path): \(complaint)"
        case .unusable(let complaint): "cannot be used: \(complaint)"
        case .encryptionSwitched(let isOnNow):
            isOnNow
                ? "has a tls_server_config now; restart the exporter to serve HTTPS"
                : "has no tls_server_config any more, and connections are not left unencrypted on the way; restart the exporter to serve plain HTTP"
        case .loginsDropped:
            "has neither users nor tokens any more, and nobody is let in who was not on the way; restart the exporter to let in everybody"
        case .clientPolicyWeakened(let before, let now):
            "asks less of clients now (\(now.rawValue), not \(before.rawValue)), and nobody is let in who was not on the way; restart the exporter to ask less"
        case .clientAuthoritiesDropped:
            "names no authorities of client certificates any more, and nobody is let in who was not on the way; restart the exporter to trust the system's"
        case .allowedClientNamesDropped:
            "names no allowed clients (client_allowed_sans) any more, and nobody is let in who was not on the way; restart the exporter to let in any"
        case .minimumVersionLowered:
            "accepts older versions of TLS now (min_version), and connections do not become weaker on the way; restart the exporter to accept them"
        case .rateLimitDropped:
            "has no rate_limit any more, and nobody may ask without limit who could not before; restart the exporter to lift it"
        }
    }
}
