/// A span up to the newest look over which spending is averaged, or the account's own pattern (`LedgerTerms.pattern`).
public struct SpendWindow: Hashable, Sendable {
    /// The value of the label `window`, such as `5m`. It stays when the span is divided for a test.
    public let label: String
    let span: Microseconds

    public init(label: String, duration: Duration) {
        self.label = label
        span = duration.microseconds
    }

    public var duration: Duration { .microseconds(span) }
}
