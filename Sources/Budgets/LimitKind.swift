/// What limits an account, in the words of `docs/api.md`: a missing amount alone would not tell.
package enum LimitKind: String, Sendable {
    case limited
    /// By windows alone.
    case windows
    case unlimited
    /// The proxy did not say, or nobody here understands what it said.
    case unknown
}
