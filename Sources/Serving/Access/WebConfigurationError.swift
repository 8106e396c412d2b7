/// Why a web configuration cannot be used.
public struct WebConfigurationError: Error, Hashable, Sendable {
    public enum Problem: Hashable, Sendable {
        case unreadable(path: String, String)
        case noCertificate(path: String?)
        case noKey(path: String?)
        case keyOfAnotherCertificate
        case tokens(path: String, String)
        /// Anything else that the TLS library says.
        case unusable(String)
        case encryptionSwitched(isOnNow: Bool)
        case loginsDropped
        case clientCertificatesDropped
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
        case .unreadable(let path, let complaint): "\(path) cannot be read: \(complaint)"
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
        case .clientCertificatesDropped:
            "asks for no client certificates any more, and nobody is let in who was not on the way; restart the exporter to do without them"
        }
    }
}
