import Curl

extension AdminError {
    /// Classifies an answer that is not 200, by its status.
    init(_ endpoint: Endpoint, _ response: HTTPClient.Response) {
        let complaint = Complaint(body: response.body)
        let (reason, fallback) = Self.meaning(ofStatus: response.status, response)
        self.init(
            endpoint, complaint == .databaseUnavailable ? .databaseUnavailable : reason, status: response.status,
            explanation: complaint?.advice ?? fallback,
            retryAfter: response.header("retry-after").flatMap { Int($0) }.map { .seconds(max(0, $0)) },
            unavailability: Unavailability(complaint, status: response.status))
    }

    /// The reason, and what to say when the body tells nothing that is recognised.
    private static func meaning(ofStatus status: Int, _ response: HTTPClient.Response) -> (Reason, String) {
        switch status {
        case 401: (.unauthorized, "the exporter's key was refused; check it, or whether the proxy lost its database")
        case 403: (.forbidden, "the exporter's key may not read this; see the key recipe in README")
        case 404: (.notFound, "there is no such account or route; check the base URL and its path prefix")
        case 408, 504: (.timeout, "something between the exporter and LiteLLM gave up waiting")
        case 413: (.tooLarge, "the answer was refused as too large by something in between")
        case 429: (.overloaded, "something in front of LiteLLM asks for fewer requests; raise the poll intervals")
        case 503: (.overloaded, "LiteLLM is overloaded, starting or shutting down")
        case 300..<400:
            (
                .badResponse,
                "it redirects\(redirectTarget(response)), which is not followed; set the URL to where LiteLLM itself answers"
            )
        case 500..<600: (.serverError, "LiteLLM failed inside; see its own log")
        default: (.badResponse, "LiteLLM does not answer so; check that the URL is LiteLLM's")
        }
    }

    /// Where a redirect points, its query left out, as it may hold a session.
    private static func redirectTarget(_ response: HTTPClient.Response) -> String {
        guard let location = response.header("location") else { return "" }
        let target = location.prefix { $0 != "?" && $0 != "#" }.prefix(200)
        let isHarmless = target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "@") }
        return isHarmless ? " to \(target)" : ""
    }
}

extension AdminError {
    /// Classifies a transfer that brought no answer.
    init(_ endpoint: Endpoint, _ error: TransferError) {
        self.init(endpoint, Reason(error), explanation: "\(error)")
    }

    /// An answer that came but is not what LiteLLM writes.
    init(_ endpoint: Endpoint, notUnderstood response: HTTPClient.Response) {
        let start = response.body.prefix(64).drop { $0 <= 0x20 }
        let isPage = start.first == UInt8(ascii: "<")
        self.init(
            endpoint, .badResponse, status: response.status,
            explanation: isPage
                ? "a web page came instead of JSON; is a login page or another server in front of LiteLLM?"
                : "the answer is not LiteLLM's JSON; check that the URL is LiteLLM's")
    }
}
