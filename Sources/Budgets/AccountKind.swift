/// What LiteLLM keeps a budget for, as metrics name it.
public enum AccountKind: String, CaseIterable, Hashable, Sendable {
    /// The proxy as a whole.
    case proxy
    case team
    case key
    case teamMember = "team_member"
    case user
    case organization
    /// An end user, whom requests name by `user`.
    case customer
    /// A provider of models.
    case provider
}
