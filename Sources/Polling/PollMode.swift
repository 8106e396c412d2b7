/// How the accounts to watch are found.
public enum PollMode: String, CaseIterable, Hashable, Sendable {
    /// All teams and keys from the lists; for the key of a `proxy_admin_viewer`.
    case discover
    /// The teams and keys that the operator lists, by their ids and hashes.
    case listed
    /// The exporter's own key and its team; for a tenant's virtual key without admin rights.
    case own = "self"
}
