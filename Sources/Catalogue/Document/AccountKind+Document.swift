import Budgets

/// What the page about all families says of a kind in words.
extension AccountKind {
    var title: String {
        switch self {
        case .proxy: "Proxy"
        case .team: "Teams"
        case .key: "Keys"
        case .teamMember: "Members of teams"
        case .user: "Users"
        case .organization: "Organisations"
        case .customer: "Customers"
        case .provider: "Providers"
        }
    }

    var remarks: String {
        switch self {
        case .proxy:
            """
            The budget of the whole proxy (`litellm_settings.max_budget`), which LiteLLM keeps as the user
            `litellm-proxy-budget`.
            """
        case .team:
            """
            LiteLLM tells the limits of a team's windows, but not what was spent in them.
            """
        case .key:
            """
            The hash is the SHA-256 by which LiteLLM identifies a key; it cannot be used as one, and can be shortened
            (`--label.key-hash-length`).
            """
        case .teamMember:
            """
            A user has a spend, and perhaps a budget, in each team. They come with the details of their team. A limit is the
            member's own or the default of the team.
            """
        case .user:
            """
            By default LiteLLM holds a user's own budget against keys without a team only.
            """
        case .organization:
            """
            LiteLLM tells organisations only with an enterprise licence.
            """
        case .customer:
            """
            The end users that requests name. For customers without a budget of their own the proxy may have a default, which
            LiteLLM does not tell.
            """
        case .provider:
            """
            What may be spent at a provider of models. LiteLLM keeps the spend in a cache, and tells none before the first
            request; without Redis each of several workers counts for itself, and this is what one of them has counted.
            So nothing is counted on from looks at it, and there are no rates.
            """
        }
    }

    /// An id of this kind.
    var example: AccountID {
        switch self {
        case .proxy: .proxy
        case .team: .team("")
        case .key: .key(hash: "")
        case .teamMember: .teamMember(team: "", user: "")
        case .user: .user("")
        case .organization: .organization("")
        case .customer: .customer("")
        case .provider: .provider("")
        }
    }
}
