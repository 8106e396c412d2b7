extension TransferError: CustomStringConvertible {
    /// What happened, and what an operator can do about it.
    public var description: String {
        switch reason {
        case .nameNotResolved(let detail):
            "the host of \(server) has no address (\(detail)); check the name and the name server"
        case .proxyNotUsable(let detail):
            "\(server) cannot be asked through the HTTP proxy in between (\(detail)); check https_proxy, http_proxy and"
                + " all_proxy, and write /, ?, #, @ and spaces in its user and password as %2F, %3F, %23, %40 and %20"
        case .connectionFailed(let detail):
            "cannot connect to \(server) (\(detail)); check host and port, that the server runs, and proxies and"
                + " firewalls in between"
        case .tls(let failure): "no TLS connection to \(server): \(failure)"
        case .timedOut(let phase, let limit): "\(server) \(phase.what) within \(limit.text); \(phase.advice)"
        case .responseTooLarge(let limit):
            "the answer of \(server) is larger than \(limit) bytes; check that the URL is right"
        case .connectionBroken(let detail):
            "the connection to \(server) ended before the answer did (\(detail)); see the logs of the server and of"
                + " proxies in between"
        case .badResponse(let detail):
            "what \(server) answers is not usable HTTP (\(detail)); check scheme and port of the URL"
        case .invalidRequest(let why): "the request was not sent: \(why)"
        case .cancelled: "cancelled"
        case .shutDown: "the client is shut down"
        case .libcurl(let code, let detail):
            "libcurl \(Libcurl.version) failed with code \(code) (\(detail)); 7.87 or newer is needed"
        }
    }

    private var server: String { origin.isEmpty ? "the server" : origin }
}

extension TransferError.TLSFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .untrusted(nil, let detail):
            "its certificate is not accepted (\(detail)); where it is signed by an authority of your own, name that"
                + " one's CA file"
        case .untrusted(let caFile?, let detail):
            "its certificate is not accepted (\(detail)); only the authorities in the CA file \(caFile) are trusted"
        case .caFile(let path, let detail):
            "the CA file \(path) cannot be used (\(detail)); it must be readable and hold certificates in PEM format"
        case .clientCertificate(let files, let detail):
            "the client certificate \(files.certificateFile) with the key \(files.keyFile) cannot be used (\(detail));"
                + " both must be readable, in PEM format, without a passphrase, and belong together"
        case .handshake(let detail):
            "the handshake failed (\(detail)); check that the port speaks TLS and whether it wants a client certificate"
        }
    }
}

extension TransferError.InvalidRequest: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notHTTP: "the URL must begin with http:// or https://"
        case .urlCharacters: "the URL has spaces, control characters or characters outside ASCII; percent-encode them"
        case .url(let detail): "the URL is malformed (\(detail))"
        case .headerName: "a header name is empty or has characters that are not allowed in one"
        case .headerValue(let name): "the value of the header \(name) has line breaks or control characters"
        }
    }
}

extension TransferError.Phase {
    fileprivate var what: String {
        switch self {
        case .resolving: "could not be looked up"
        case .connecting: "gave no connection"
        case .waiting: "did not answer"
        case .receiving: "did not finish its answer"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .resolving: "check the name server"
        case .connecting: "check name server, host and port, and firewalls in between"
        case .waiting, .receiving: "it is overloaded or hangs; see its log, or allow more time"
        }
    }
}

extension Duration {
    /// In seconds, as `0.25 s`.
    fileprivate var text: String {
        let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
        return seconds == seconds.rounded() ? "\(components.seconds) s" : "\(seconds) s"
    }
}
