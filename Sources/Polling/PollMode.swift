/// How the accounts to watch are found.
public enum PollMode: String, CaseIterable, Hashable, Sendable {
    /// All teams and keys from the lists; for the key of a `proxy_admin_viewer`.
    case discover
    /// The exporter's own key and its team; for a tenant's virtual key without admin rights.
    case own = "self"

    /// The source whose success makes `litellm_up` 1.
    var discoverySource: SourceID {
        switch self {
        case .discover: .teams
        case .own: .keys
        }
    }
}
