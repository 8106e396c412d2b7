import Budgets
import Exposition

/// The labels of an account, names and values, as each kind has them.
struct AccountLabels {
    typealias Label = (name: String, value: String)

    /// Aliases and metadata are cut to this many bytes: an alias that somebody made long must not fail the scrape of all.
    static let longestValue = 256

    /// What identifies the account, and the alias that goes with it. No id is ever cut.
    let identity: [Label]
    /// What LiteLLM itself puts on its metrics; the same case for all accounts of a kind.
    enum LiteLLMLabels {
        /// So many of the identity's labels.
        case first(Int)
        case own([Label])
    }

    let litellmLabels: LiteLLMLabels
    /// What else is known.
    let further: [Label]

    /// - Parameters:
    ///   - id: The account's id as it is shown.
    ///   - teamAlias: The alias of the team that the account belongs to.
    init(of account: Account, shownAs id: String, teamAlias: String?, _ configuration: Renderer.Configuration) {
        let alias = Self.text(account.identity.alias)
        var known: [Label] = []
        switch account.id {
        case .proxy:
            identity = []
            litellmLabels = .first(0)
        case .team:
            identity = [("team_id", id), ("team_alias", alias)]
            litellmLabels =
                switch configuration.teamLabel {
                case .teamID: .first(2)
                case .team: .own([("team", id), ("team_alias", alias)])
                case .both: .own([("team_id", id), ("team", id), ("team_alias", alias)])
                }
        case .key:
            identity = [
                ("hashed_api_key", id), ("api_key_alias", alias), ("team_id", Self.text(account.identity.teamID)),
            ]
            litellmLabels = .first(2)
            let user = account.identity.userID.map { ShownIDs.text(ofUser: $0, configuration) }
            known = [("team_alias", Self.text(teamAlias)), ("user_id", Self.text(user))]
        case .teamMember(let team, _):
            identity = [("team_id", team), ("team_alias", Self.text(teamAlias)), ("user_id", id)]
            litellmLabels = .first(0)
        case .user:
            identity = [("user_id", id)]
            litellmLabels = .own([("user", id)])
        case .organization:
            identity = [("organization_id", id), ("organization_alias", alias)]
            litellmLabels = .own([("org_id", id), ("org_alias", alias)])
        case .customer:
            identity = [("end_user", id)]
            litellmLabels = .first(1)
        case .provider:
            identity = [("api_provider", id)]
            litellmLabels = .first(1)
        }
        switch account.kind {
        case .team, .key: known.append(("organization_id", Self.text(account.identity.organizationID)))
        case .proxy, .teamMember, .user, .organization, .customer, .provider: break
        }
        known.append(("budget_duration", Self.text(account.budget.duration)))
        if account.kind.hasMetadata {
            for label in configuration.metadataLabels {
                known.append((label.name, Self.text(account.identity.metadata[label.member])))
            }
        }
        further = known
    }

    /// LiteLLM's labels, wherever they stand.
    var litellm: [Label] {
        switch litellmLabels {
        case .first(let count): Array(identity.prefix(count))
        case .own(let labels): labels
        }
    }

    private static func text(_ value: String?) -> String {
        (value ?? "").cut(toBytes: longestValue)
    }
}

extension AccountKind {
    /// Whether LiteLLM keeps metadata for accounts of this kind.
    var hasMetadata: Bool {
        switch self {
        case .team, .key, .user, .organization: true
        case .proxy, .teamMember, .customer, .provider: false
        }
    }
}
