extension ExporterServer {
    /// Where and within which limits the server works.
    public struct Configuration: Sendable {
        /// The exporter's own version, for people.
        public var version: String
        public var listenAddress = ListenAddress(port: 4004)
        public var telemetryPath = TelemetryPath.standard
        /// What every reader of the pages must know first, such as that the numbers are made up; nil for nothing.
        public var banner: String?
        /// Connections that are answered in full. Up to ``reservedConnections`` further ones get the health pages, and
        /// 503 for anything else, so that scrapers that hang do not make the exporter look dead; more are closed at once.
        public var maximumConnections = 64
        public var timeouts = ConnectionTimeouts()
        /// Who may ask and how connections are encrypted; nil for everybody, over plain HTTP.
        public var webConfiguration: WebConfigurationFile?
        /// Whether the health checks are kept from strangers too.
        public var healthNeedsLogin = false

        /// Whether the configuration may be read anew by a request.
        public var allowsReload = false

        /// Connections beyond the maximum that are kept for health checks.
        public static let reservedConnections = 16

        public init(version: String) {
            self.version = version
        }
    }
}
