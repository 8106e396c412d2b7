public import NIOSSL

extension WebConfiguration {
    /// How connections are encrypted, and what clients have to show.
    public struct TLS: Sendable {
        public var certificate: PEM
        public var key: PEM
        public var clientPolicy = ClientPolicy.none
        /// Authorities of clients' certificates; nil for the system's.
        public var clientAuthorities: PEM?
        /// Names of which a client's certificate must have one, each a DNS name, an address of mail, an IP address or a
        /// URI; empty for any.
        public var allowedClientNames: Set<String> = []
        public var minimumVersion = TLSVersion.tlsv12
        public var maximumVersion = TLSVersion.tlsv13
        /// For versions up to 1.2; nil for the library's choice.
        public var cipherSuites: [NIOTLSCipher]?
        /// In order of preference; nil for the library's choice.
        public var curves: [NIOTLSCurve]?

        public init(certificate: PEM, key: PEM) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// Certificates or a key, and the file, line and key of the configuration that name them.
    public struct PEM: Sendable {
        public enum Source: Sendable {
            case inline(String)
            case file(path: String)
        }

        public var source: Source
        public var place: String

        public init(_ source: Source, place: String) {
            self.source = source
            self.place = place
        }
    }

    /// What is asked of clients, in the words of the format.
    public enum ClientPolicy: String, CaseIterable, Sendable {
        case none = "NoClientCert"
        /// Asked for and not looked at.
        case request = "RequestClientCert"
        /// Any will do, whoever signed it.
        case requireAny = "RequireAnyClientCert"
        case verifyIfGiven = "VerifyClientCertIfGiven"
        case requireAndVerify = "RequireAndVerifyClientCert"
    }
}

/// Printing it, or what holds it, does not show a key.
extension WebConfiguration.PEM: CustomStringConvertible, CustomReflectable {
    public var description: String { place }
    public var customMirror: Mirror { Mirror(self, children: ["place": place]) }
}
