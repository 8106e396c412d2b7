public import Threading

/// Something that LiteLLM keeps a budget for, as last observed.
public struct Account: Hashable, Sendable {
    public let id: AccountID
    /// What names the account and says whom it belongs to.
    public var identity: Identity
    public var budget: Budget
    /// What may be spent on single models, in the order of their names.
    public var modelBudgets: [ModelBudget] = []
    /// Limits that hold at the same time as the budget, in the order of their durations.
    public var windows: [BudgetWindow] = []
    /// What a key can really still spend, see `Hierarchy`; known where all accounts are.
    public var headroom: USD?
    /// Spend of the running budget period as LiteLLM stores it, possibly negative; nil when unknown, never zero for that.
    public var spend: USD?
    /// Blocked by an administrator; nil when the proxy did not say.
    public var isBlocked: Bool?
    public var tokensPerMinuteLimit: Int?
    public var requestsPerMinuteLimit: Int?
    /// When a key stops working.
    public var expiresAt: Timestamp?
    /// How many members and keys a team has; nil where the answer that was read does not tell.
    public var memberCount: Int?
    public var keyCount: Int?

    public init(id: AccountID, identity: Identity = Identity(), budget: Budget, spend: USD?) {
        self.id = id
        self.identity = identity
        self.budget = budget
        self.spend = spend
    }
}

extension Account {
    /// Everything about an account that becomes a label.
    public struct Identity: Hashable, Sendable {
        public var alias: String?
        public var teamID: String?
        public var organizationID: String?
        public var userID: String?
        /// Allow-listed metadata, scalars as text.
        public var metadata: [String: String]

        public init(
            alias: String? = nil, teamID: String? = nil, organizationID: String? = nil, userID: String? = nil,
            metadata: [String: String] = [:]
        ) {
            self.alias = alias
            self.teamID = teamID
            self.organizationID = organizationID
            self.userID = userID
            self.metadata = metadata
        }
    }
}

extension Account {
    /// Limit less spend, negative once overspent; nil when there is no limit or a part is unknown.
    public var remaining: USD? {
        guard let limit = budget.limit.amount, let spend else { return nil }
        return limit - spend
    }

    /// Spend by limit, 1 where the limit is zero, so that a barrier counts as used up.
    public var usedRatio: Double? {
        guard let limit = budget.limit.amount, let spend else { return nil }
        return limit.amount > 0 ? spend.amount / limit.amount : 1
    }

    /// Whether spend has reached the limit. LiteLLM refuses a key there, a team only above.
    public var isExhausted: Bool? {
        guard let limit = budget.limit.amount, let spend else { return nil }
        return spend >= limit
    }
}
