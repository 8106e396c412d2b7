/// What a proxy cannot be asked, as it is older than the question. The newest proxy that is known lacks nothing.
public struct Dialect: Hashable, Sendable {
    /// The questions that have an older one which means the same.
    public enum Question: CaseIterable, Hashable, Sendable {
        /// Teams by pages, from `/v2/team/list` (LiteLLM 1.67, for a `proxy_admin_viewer` 1.82); else all at once, from
        /// `/team/list`.
        case teamPages
        /// Whole keys, from `/key/list` (1.61); else their hashes alone, and each key from `/key/info`.
        case wholeKeys
        /// One user, from `/v2/user/info` (1.82); else `/user/list`, told to list only that one.
        case singleUser
    }

    public var lacks: Set<Question>

    public init(lacks: Set<Question> = []) {
        self.lacks = lacks
    }
}

extension AdminError {
    /// Whether the proxy said that it does not know a question in these words, as one from before they were made does.
    ///
    /// LiteLLM names what it has not found, in a 404 of an outage too, and so is told from a route that is not there.
    public var isFromOlderProxy: Bool {
        unavailability == .routeMissing || unavailability == .parametersMissing
    }
}
