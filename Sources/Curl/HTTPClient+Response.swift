extension HTTPClient {
    /// A whole answer.
    public struct Response: Sendable {
        public enum Version: Hashable, Sendable {
            case http10
            case http11
            case http2
        }

        public var status: Int
        public var version: Version
        /// In the order in which they came.
        public var headers: [(name: String, value: String)]
        /// Decompressed where the client accepts compression.
        public var body: [UInt8]
        /// From ``HTTPClient/execute(_:)`` to the last byte.
        public var duration: Duration
        /// Connections that were opened for it; 0 when a kept one was used.
        public var openedConnections: Int
        /// The body's length on the wire, before decompression.
        public var bytesReceived: Int

        public init(
            status: Int, version: Version = .http11, headers: [(name: String, value: String)] = [],
            body: [UInt8] = [], duration: Duration = .zero, openedConnections: Int = 0, bytesReceived: Int = 0
        ) {
            self.status = status
            self.version = version
            self.headers = headers
            self.body = body
            self.duration = duration
            self.openedConnections = openedConnections
            self.bytesReceived = bytesReceived
        }

        /// The value of the first header of that name, whose case does not matter.
        public func header(_ name: String) -> String? {
            let wanted = name.lowercased()
            return headers.first { $0.name.lowercased() == wanted }?.value
        }
    }
}
