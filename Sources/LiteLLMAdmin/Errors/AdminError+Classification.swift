import Curl
import Threading

extension AdminError {
    /// Classifies an answer that is not 200, by its status, and a 404 by its words too.
    init(_ endpoint: Endpoint, _ response: HTTPClient.Response) {
        let complaint = Complaint(body: response.body, status: response.status)
        let (reason, fallback) = Self.meaning(ofStatus: response.status, complaint, response)
        self.init(
            endpoint, complaint == .databaseUnavailable ? .databaseUnavailable : reason, status: response.status,
            explanation: complaint?.advice ?? fallback,
            retryAfter: Self.retryAfter(response),
            unavailability: Unavailability(complaint, status: response.status))
    }

    /// The reason, and what to say when the body tells nothing that is recognised.
    private static func meaning(
        ofStatus status: Int, _ complaint: Complaint?, _ response: HTTPClient.Response
    ) -> (Reason, String) {
        switch status {
        case 401: (.unauthorized, "the exporter's key was refused; check it, or whether the proxy lost its database")
        case 403: (.forbidden, "the exporter's key may not read this; see the key recipe in README")
        // In LiteLLM's own words, or those of its web framework.
        case 404 where complaint == .accountMissing || complaint == .routeMissing:
            (.notFound, "there is no such account")
        // Something in front of LiteLLM, which knows nothing of accounts.
        case 404: (.badResponse, "a 404 came that is not LiteLLM's; check the base URL and its path prefix")
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

    /// What `Retry-After` asks for: seconds, or an instant of the clock that wrote the answer's own `Date` (RFC 9110, 10.2.3).
    private static func retryAfter(_ response: HTTPClient.Response) -> Duration? {
        guard let text = response.header("retry-after") else { return nil }
        if let seconds = Int(text) { return .seconds(max(0, seconds)) }
        guard let instant = Timestamp(httpDate: text),
            let now = response.header("date").flatMap(Timestamp.init(httpDate:))
        else { return nil }
        return max(instant - now, .zero)
    }

    /// The scheme, host and port that a redirect points to. Path and query may hold a session, or the key, and what is written
    /// like a key is no host.
    private static func redirectTarget(_ response: HTTPClient.Response) -> String {
        guard let location = response.header("location"), let scheme = location.firstRange(of: "://") else { return "" }
        let host = location[scheme.upperBound...].prefix { !"/?#".contains($0) }
        guard !host.hasPrefix("sk-") else { return "" }
        let target = try? BaseURL("\(location[..<scheme.upperBound])\(host)")
        guard let target, target.description.utf8.count <= 200 else { return "" }
        return " to \(target)"
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

    /// An answer about another account than was asked for.
    init(answeringAnotherQuestion endpoint: Endpoint) {
        self.init(
            endpoint, .badResponse, status: 200,
            explanation: "the answer is about another account than was asked for; something in front of LiteLLM drops "
                + "or keeps the query, so set the URL to where LiteLLM itself answers")
    }
}
