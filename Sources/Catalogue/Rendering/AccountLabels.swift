import Budgets
import Exposition

/// The labels of an account, names and values, as each kind has them.
struct AccountLabels {
    typealias Label = (name: String, value: String)

    /// Aliases and metadata are cut to this many bytes: an alias that somebody made long must not fail the scrape of all.
    static let longestValue = 256

    /// What identifies the account, and the alias that goes with it. No id is ever cut.
    let identity: [Label]
    /// What LiteLLM itself puts on its metrics.
    let litellm: [Label]
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
            litellm = []
        case .team:
            identity = [("team_id", id), ("team_alias", alias)]
            litellm = configuration.teamLabel.names.map { ($0, id) } + [("team_alias", alias)]
        case .key:
            let key = [(name: "hashed_api_key", value: id), (name: "api_key_alias", value: alias)]
            identity = key + [("team_id", Self.text(account.identity.teamID))]
            litellm = key
            let user = account.identity.userID.map { ShownIDs.text(ofUser: $0, configuration) }
            known = [("team_alias", Self.text(teamAlias)), ("user_id", Self.text(user))]
        case .teamMember(let team, _):
            identity = [("team_id", team), ("team_alias", Self.text(teamAlias)), ("user_id", id)]
            litellm = []
        case .user:
            identity = [("user_id", id)]
            litellm = [("user", id)]
        case .organization:
            identity = [("organization_id", id), ("organization_alias", alias)]
            litellm = [("org_id", id), ("org_alias", alias)]
        case .customer:
            identity = [("end_user", id)]
            litellm = identity
        case .provider:
            identity = [("api_provider", id)]
            litellm = identity
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

extension Renderer.Configuration.TeamLabel {
    /// The labels that carry the id.
    fileprivate var names: [String] {
        switch self {
        case .teamID: ["team_id"]
        case .team: ["team"]
        case .both: ["team_id", "team"]
        }
    }
}
