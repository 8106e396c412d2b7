import Budgets
import LiteLLMAdmin
import Threading

extension AccountReading {
    /// Reads a user; that of the proxy's own budget is the account of the proxy.
    init(_ row: UserRow) {
        let isProxy = row.userID == UserRow.proxyBudgetID
        var account = Account(
            id: isProxy ? .proxy : .user(row.userID),
            identity: isProxy ? Account.Identity() : Account.Identity(metadata: row.metadata?.labels ?? [:]),
            budget: Budget(
                limit: Budget.Limit(row.maxBudget), duration: row.budgetDuration,
                resetsAt: row.budgetResetAt.flatMap(Timestamp.init(rfc3339:))),
            spend: row.spend.map { USD($0) })
        account.createdAt = row.createdAt.flatMap(Timestamp.init(rfc3339:))
        account.tokensPerMinuteLimit = row.tokensPerMinuteLimit
        account.requestsPerMinuteLimit = row.requestsPerMinuteLimit
        account.takePartialBudgets(row.partialBudgets)
        self.init(account)
    }

    /// Reads a customer. One without a budget of its own falls under a default of the proxy that no endpoint tells, so
    /// that its limit is unknown.
    init(_ row: CustomerRow) {
        var account = Account(
            id: .customer(row.customerID), identity: Account.Identity(alias: row.alias),
            budget: Budget(row.budget, without: .unknown), spend: row.spend.map { USD($0) })
        account.createdAt = row.createdAt.flatMap(Timestamp.init(rfc3339:))
        account.isBlocked = row.isBlocked
        account.tokensPerMinuteLimit = row.budget.value?.tokensPerMinuteLimit
        account.requestsPerMinuteLimit = row.budget.value?.requestsPerMinuteLimit
        self.init(account)
    }

    /// Reads an organisation. `budgets`, by their ids, tell when its spend is reset, which its own row does not.
    init(_ row: OrganizationRow, budgets: [String: BudgetRow]) {
        var budget = Budget(row.budget, without: .unknown)
        if let full = row.budgetID.flatMap({ budgets[$0] }) {
            budget.resetsAt = full.budgetResetAt.flatMap(Timestamp.init(rfc3339:))
        }
        var account = Account(
            id: .organization(row.organizationID),
            identity: Account.Identity(alias: row.alias, metadata: row.metadata?.labels ?? [:]),
            budget: budget, spend: row.spend.map { USD($0) })
        account.createdAt = row.createdAt.flatMap(Timestamp.init(rfc3339:))
        account.tokensPerMinuteLimit = row.budget.value?.tokensPerMinuteLimit
        account.requestsPerMinuteLimit = row.budget.value?.requestsPerMinuteLimit
        self.init(account)
    }

    /// Reads a provider. Without Redis LiteLLM adds the clock time of its cache to the time of day and names a reset in
    /// another lifetime, which is none.
    init(_ row: ProviderRow, name: String, now: Timestamp) {
        let reset = row.resetAt.flatMap(Timestamp.init(rfc3339:))
        self.init(
            Account(
                id: .provider(name),
                budget: Budget(
                    limit: Budget.Limit(row.limit), duration: row.duration,
                    resetsAt: reset.flatMap { $0 - now <= Self.furthestReset ? $0 : nil }),
                spend: row.spend.map { USD($0) }))
    }

    /// No budget of LiteLLM's lasts longer.
    private static let furthestReset: Duration = .seconds(366 * 86_400)

    /// Reads a member of a team. `now` decides whether a temporary increase still counts.
    ///
    /// The limit of the row that the membership is linked to counts, a zero too, even where that row is the team's default;
    /// only without one does the team's default for members, where a zero means none. The increase is always the linked
    /// row's, and only with a linked row is spend ever reset.
    init(_ row: MembershipRow, ofTeam team: String, teamDefault: Presence<BudgetRow>, now: Timestamp) {
        let linked = row.budget.value
        let shared = teamDefault.value
        var budget = Budget(row.budget, without: .unlimited)
        if linked?.maxBudget.value == nil, budget.limit != .unreadable {
            let amount = shared?.maxBudget.value ?? 0
            let isUnreadable = teamDefault.isUnreadable || shared?.maxBudget == .unreadable
            budget.limit = isUnreadable ? .unreadable : amount > 0 ? .limited(USD(amount)) : .unlimited
            budget.softLimit = budget.softLimit ?? shared?.softBudget.map { USD($0) }
        }
        if case .limited(let amount) = budget.limit, let increase = linked?.temporaryIncrease,
            let expiry = linked?.temporaryIncreaseExpiry.flatMap(Timestamp.init(rfc3339:)), expiry > now
        {
            budget.limit = .limited(amount + USD(increase))
        }
        var account = Account(
            id: .teamMember(team: team, user: row.userID),
            identity: Account.Identity(teamID: team, userID: row.userID), budget: budget,
            spend: row.spend.map { USD($0) })
        account.totalSpend = row.totalSpend.map { USD($0) }
        account.tokensPerMinuteLimit = linked?.tokensPerMinuteLimit ?? shared?.tokensPerMinuteLimit
        account.requestsPerMinuteLimit = linked?.requestsPerMinuteLimit ?? shared?.requestsPerMinuteLimit
        self.init(account)
    }

    private init(_ account: Account) {
        let fits = account.id.text.utf8.count <= Self.longestID
        self = fits ? .account(account) : .rejected(.labelTooLong, account: account.id)
    }
}

extension Budget {
    /// What a row says that is there, or else this limit; one that cannot be understood may well hold a limit.
    fileprivate init(_ row: Presence<BudgetRow>, without limit: Limit) {
        switch row {
        case .value(let row): self.init(row)
        case .unreadable: self.init(limit: .unreadable)
        case .null, .missing: self.init(limit: limit)
        }
    }

    /// What a row of the budget table says, without its temporary increase.
    fileprivate init(_ row: BudgetRow) {
        self.init(
            limit: Limit(row.maxBudget), softLimit: row.softBudget.map { USD($0) }, duration: row.budgetDuration,
            resetsAt: row.budgetResetAt.flatMap(Timestamp.init(rfc3339:)))
    }
}
