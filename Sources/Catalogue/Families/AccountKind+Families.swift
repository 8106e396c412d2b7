import Budgets

extension AccountKind {
    /// The families of the kind under names of our own.
    var families: [AccountFamily] {
        switch self {
        case .proxy: ProxyFamilies.all
        case .team: TeamFamilies.all
        case .key: KeyFamilies.all
        case .teamMember: TeamMemberFamilies.all
        case .user: UserFamilies.all
        case .organization: OrganizationFamilies.all
        case .customer: CustomerFamilies.all
        case .provider: ProviderFamilies.all
        }
    }

    /// The families of the kind under the names of LiteLLM's own callback, which has none for the proxy as a whole and
    /// for members of teams.
    var litellmNames: [AccountFamily] {
        switch self {
        case .proxy, .teamMember: []
        case .team: LiteLLMNames.teams
        case .key: LiteLLMNames.keys
        case .user: LiteLLMNames.users
        case .organization: LiteLLMNames.organizations
        case .customer: LiteLLMNames.customers
        case .provider: LiteLLMNames.providers
        }
    }
}
