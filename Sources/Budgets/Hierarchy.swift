/// The accounts that a request is charged to besides its key: each of them can stop it.
public struct Hierarchy: Sendable {
    private var proxy: USD?
    private var remaining: [AccountID: USD] = [:]
    private var organizationsOfTeams: [AccountID: String] = [:]

    /// - Parameter accounts: All that are known, in any order; those without a limit or a known spend say nothing.
    public init(_ accounts: some Sequence<Account>) {
        for account in accounts {
            switch account.kind {
            case .proxy: proxy = account.remaining
            case .team, .teamMember, .organization, .user:
                if let left = account.remaining { remaining[account.id] = left }
                if account.kind == .team, let organization = account.identity.organizationID {
                    organizationsOfTeams[account.id] = organization
                }
            case .key, .customer, .provider: break
            }
        }
    }

    /// What a key can really still spend: the least of what is left of its own budget and windows, of its team's, of its
    /// user's in that team, of its organisation's and of the proxy's. Nil where none of them is limited and known.
    ///
    /// A user's own budget holds for keys without a team only, as LiteLLM by default does not apply it to others.
    public func headroom(of key: Account) -> USD? {
        var least = [key.remaining, proxy].compactMap(\.self).min()
        func bound(by amount: USD?) {
            if let amount { least = min(least ?? amount, amount) }
        }
        for window in key.windows { bound(by: window.remaining) }
        let userID = key.identity.userID
        var organization = key.identity.organizationID
        if let team = key.identity.teamID {
            bound(by: remaining[.team(team)])
            if !organizationsOfTeams.isEmpty { organization = organization ?? organizationsOfTeams[.team(team)] }
            if let userID { bound(by: remaining[.teamMember(team: team, user: userID)]) }
        } else if let userID {
            bound(by: remaining[.user(userID)])
        }
        if let organization { bound(by: remaining[.organization(organization)]) }
        return least
    }
}
