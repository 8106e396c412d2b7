/// A row that makes LiteLLM answer 500 to every page it is on; it can only be named by the rows beside it.
public struct BadRow: Hashable, Sendable {
    /// Its place in the whole list, from 0.
    public let offset: Int
    /// The id of the row before, nil at the start of the list.
    public let before: String?
    /// The id of the row after, nil at its end.
    public let after: String?

    public init(offset: Int, before: String?, after: String?) {
        self.offset = offset
        self.before = before
        self.after = after
    }
}
