/// The accounts that a request is charged to besides its key: each of them can stop it.
public struct Hierarchy: Sendable {
    /// What an account leaves to those below it.
    private enum Bound {
        case none
        case amount(USD)
        /// Nobody knows what the limit is, or how much of it is used: there may be nothing left.
        case unknown

        init(_ account: Account) {
            switch account.budget.limit {
            case .limited: self = account.remaining.map { Bound.amount($0) } ?? .unknown
            case .unreadable: self = .unknown
            // Of whom LiteLLM tells no limit, customers and keys of older proxies, most have none.
            case .unknown, .unlimited: self = .none
            }
        }
    }

    private var proxy = Bound.none
    private var bounds: [AccountID: Bound] = [:]
    private var organizationsOfTeams: [AccountID: String] = [:]

    /// - Parameter accounts: All that are known, in any order; those without a limit say nothing.
    public init(_ accounts: some Sequence<Account>) {
        for account in accounts {
            switch account.kind {
            case .proxy: proxy = Bound(account)
            case .team:
                bounds[account.id] = Bound(account)
                if let organization = account.identity.organizationID {
                    organizationsOfTeams[account.id] = organization
                }
            case .teamMember, .organization, .user:
                let bound = Bound(account)
                if case .none = bound {} else { bounds[account.id] = bound }
            case .key, .customer, .provider: break
            }
        }
    }

    /// What a key can really still spend: the least of what is left of its own budget and windows, of its team's, of its
    /// user's in that team, of its organisation's and of the proxy's. Nil where none of them is limited, where the limit of
    /// one cannot be read or its spend is unknown, and where nothing is known of the team, which may be left out, or not read
    /// yet; of windows only those count whose spend LiteLLM tells. Members, users and organisations count where they are
    /// polled.
    ///
    /// A user's own budget holds for keys without a team only, as LiteLLM by default does not apply it to others.
    public func headroom(of key: Account) -> USD? {
        if key.hasUnknownWindows { return nil }
        var bounds = [Bound(key), proxy]
        let userID = key.identity.userID
        var organization = key.identity.organizationID
        if let team = key.identity.teamID {
            bounds.append(self.bounds[.team(team)] ?? .unknown)
            if !organizationsOfTeams.isEmpty { organization = organization ?? organizationsOfTeams[.team(team)] }
            if let userID { bounds.append(bound(.teamMember(team: team, user: userID))) }
        } else if let userID {
            bounds.append(bound(.user(userID)))
        }
        if let organization { bounds.append(bound(.organization(organization))) }
        var least = key.windows.compactMap(\.remaining).min()
        for bound in bounds {
            switch bound {
            case .none: break
            case .unknown: return nil
            case .amount(let amount): least = min(least ?? amount, amount)
            }
        }
        return least
    }

    private func bound(_ id: AccountID) -> Bound { bounds[id] ?? .none }
}
