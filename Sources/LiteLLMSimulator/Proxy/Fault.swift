/// Something that goes wrong on purpose.
public struct Fault: Sendable {
    public enum Effect: Sendable {
        /// Answers this status and body instead.
        case status(
            Int, body: String = #"{"error":{"message":"Internal server error","type":"internal_server_error"}}"#)
        /// LiteLLM has lost its database: each endpoint answers in its own way, `/team/info` with a 404.
        case databaseOutage
        /// The right answer after so many seconds of real time.
        case slow(seconds: Double)
        /// No answer ever.
        case hanging
        /// The connection breaks after so many bytes of the body.
        case truncated(afterBytes: Int)
        /// 200 with the HTML of a single-sign-on page, as a portal in front would answer.
        case loginPage
        /// 429 of something in front of LiteLLM. `retryAfter` is that header: seconds or a date.
        case tooManyRequests(retryAfter: String?)
        /// 302 to elsewhere.
        case redirect(location: String)
        /// A kept connection is closed just as the client sends another request over it. A request over a new connection
        /// is answered, and does not count.
        case droppedConnection
        /// Rows that are not what they should be.
        case distorted(Distortion)
    }

    public enum Distortion: Sendable {
        case nullSpend
        /// Text instead of numbers, numbers instead of dates, and so on.
        case wrongTypes
        /// A team whose row LiteLLM cannot read: each list page that it is on is a 500.
        case badRow(teamID: String)

        func spoils(_ teamID: String) -> Bool {
            guard case .badRow(teamID) = self else { return false }
            return true
        }
    }

    public var effect: Effect
    /// Routes that it concerns; nil is all.
    public var routes: Set<String>?
    /// Values of the `page` parameter that it concerns; nil is all.
    public var pages: Set<Int>?
    /// How many more requests it strikes; nil is no end.
    public var remaining: Int?

    public init(_ effect: Effect, routes: Set<String>? = nil, pages: Set<Int>? = nil, times remaining: Int? = nil) {
        self.effect = effect
        self.routes = routes
        self.pages = pages
        self.remaining = remaining
    }

    func concerns(route: String, page: Int) -> Bool {
        routes?.contains(route) != false && pages?.contains(page) != false && remaining != 0
    }
}
