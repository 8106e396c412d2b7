/// Why a transfer brought no answer.
///
/// It holds no header value and of the URL only the origin, so it may be printed.
public struct TransferError: Error, Hashable, Sendable {
    /// Everything that can go wrong. The `detail` is libcurl's own account.
    public enum Reason: Hashable, Sendable, Error {
        case nameNotResolved(detail: String)
        /// The HTTP proxy that the environment names has no address, or what names it is none.
        case proxyNotUsable(detail: String)
        /// Nothing listens, no route, or the HTTP proxy did not let it through.
        case connectionFailed(detail: String)
        case tls(TLSFailure)
        case timedOut(Phase, after: Duration)
        case responseTooLarge(limit: Int)
        /// The connection ended before the answer did.
        case connectionBroken(detail: String)
        /// What came is not HTTP, or cannot be decoded.
        case badResponse(detail: String)
        case invalidRequest(InvalidRequest)
        case cancelled
        case shutDown
        /// Anything else, such as a lack of memory or a libcurl that is too old.
        case libcurl(code: Int, detail: String)
    }

    public enum TLSFailure: Hashable, Sendable {
        /// The certificate is not trusted, has expired, or is another host's. Without a `caFile` the system's
        /// authorities were asked.
        case untrusted(caFile: String?, detail: String)
        case caFile(path: String, detail: String)
        /// The certificate or its key cannot be read or used, or they do not belong together.
        case clientCertificate(HTTPClient.ClientCertificate, detail: String)
        case handshake(detail: String)
    }

    /// How far a transfer had come when its time was over.
    public enum Phase: Hashable, Sendable {
        /// The name server had not answered.
        case resolving
        /// No connection yet.
        case connecting
        /// The request was sent, and nothing had come.
        case waiting
        /// A part of the answer had come.
        case receiving
    }

    public enum InvalidRequest: Hashable, Sendable, Error {
        case notHTTP
        case urlCharacters
        case url(detail: String)
        case headerName
        case headerValue(name: String)
    }

    public var reason: Reason
    /// Scheme, host and port; empty when the URL has none.
    public var origin: String
    /// From ``HTTPClient/execute(_:)`` to the failure.
    public var duration: Duration

    public init(_ reason: Reason, origin: String = "", duration: Duration = .zero) {
        self.reason = reason
        self.origin = origin
        self.duration = duration
    }
}
