public import Threading

/// What may be spent, and until when.
public struct Budget: Hashable, Sendable {
    /// How much may be spent in a period.
    public enum Limit: Hashable, Sendable {
        /// The proxy did not say; nothing is computed from it.
        case unknown
        /// The proxy said something that is no amount: there may be a limit, and nobody knows which.
        case unreadable
        case unlimited
        /// A limit of zero is a barrier like any other.
        case limited(USD)

        /// The amount, where there is one.
        public var amount: USD? {
            guard case .limited(let amount) = self else { return nil }
            return amount
        }
    }

    /// The limit in force, a temporary increase included.
    public var limit: Limit
    /// Where LiteLLM warns; it never blocks.
    public var softLimit: USD?
    /// LiteLLM's own word for the length of a period (`30d`); shown, never computed with: `48h` resets daily.
    public var duration: String?
    /// The next reset as LiteLLM says; lies in the past while its reset job is late.
    public var resetsAt: Timestamp?

    public init(limit: Limit, softLimit: USD? = nil, duration: String? = nil, resetsAt: Timestamp? = nil) {
        self.limit = limit
        self.softLimit = softLimit
        self.duration = duration
        self.resetsAt = resetsAt
    }
}
