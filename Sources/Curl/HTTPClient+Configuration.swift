extension HTTPClient {
    /// What all transfers of a client have in common.
    public struct Configuration: Sendable {
        /// A PEM file of certificate authorities that are trusted instead of the system's. It is read for each new
        /// connection, so that a replaced file counts at once.
        public var caFile: String?
        public var serverVerification = ServerVerification.full
        /// Shown to servers that ask for one (mutual TLS).
        public var clientCertificate: ClientCertificate?
        public var proxy: Proxy = .environment
        /// For resolving the name, connecting and the TLS handshake together.
        public var connectTimeout: Duration = .seconds(5)
        /// Whether servers may compress (gzip and whatever else this libcurl can undo).
        public var acceptsCompression = false
        /// Further requests wait for a free connection, within their own timeout.
        public var maximumConnectionsPerHost = 4
        public var userAgent: String?

        public init() {}
    }

    /// What a server's certificate has to prove.
    public enum ServerVerification: Hashable, Sendable {
        /// That a trusted authority knows the server by the name in the URL.
        case full
        /// That a trusted authority signed it, or that it is trusted itself, whatever its names are.
        case authority
        /// Nothing: for questions that are no secret, to which any answer will do.
        case none
    }

    /// A certificate and its key, each a PEM file; one file may hold both. They are read for each new connection.
    public struct ClientCertificate: Hashable, Sendable {
        public var certificateFile: String
        public var keyFile: String

        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Whether requests go through a proxy.
    public enum Proxy: Hashable, Sendable {
        /// As libcurl reads them: `http_proxy` (lower case only), `https_proxy`, `all_proxy` and `no_proxy`, the last
        /// three in upper case too.
        case environment
        /// None, whatever the environment says.
        case direct
        /// This one for every host, whatever the environment says. The URL may hold a user and a password.
        case url(Secret)
    }
}
