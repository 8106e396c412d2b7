import Budgets
import LiteLLMAdmin
import Threading

/// What a row of an answer says, in the exporter's own terms.
enum AccountReading: Hashable, Sendable {
    case account(Account)
    /// Left out by the operator's patterns.
    case excluded
    /// - Parameter account: Whose row it is, where that can be told.
    case rejected(Rejection, account: AccountID? = nil)

    /// An id above this does not fit a label, and cut ids could be equal.
    static let longestID = 256
}

extension AccountReading {
    /// Reads a team.
    init(_ row: TeamRow, filter: AccountFilter) {
        guard row.teamID.utf8.count <= Self.longestID else {
            self = .rejected(.labelTooLong, account: .team(row.teamID))
            return
        }
        guard filter.admits(id: row.teamID, alias: row.alias) else {
            self = .excluded
            return
        }
        var account = Account(
            id: .team(row.teamID),
            identity: Account.Identity(
                alias: row.alias, organizationID: row.organizationID, metadata: row.metadata?.labels ?? [:]),
            budget: Budget(
                limit: Budget.Limit(row.maxBudget), softLimit: row.softBudget.map { USD($0) },
                duration: row.budgetDuration, resetsAt: row.budgetResetAt.flatMap(Timestamp.init(rfc3339:))),
            spend: row.spend.map { USD($0) })
        account.createdAt = row.createdAt.flatMap(Timestamp.init(rfc3339:))
        account.isBlocked = row.isBlocked
        account.tokensPerMinuteLimit = row.tokensPerMinuteLimit
        account.requestsPerMinuteLimit = row.requestsPerMinuteLimit
        account.memberCount = row.membersCount
        account.keyCount = row.keysCount
        account.takePartialBudgets(row.partialBudgets)
        self = .account(account)
    }

    /// Reads the key with this hash. `now` decides whether a temporary increase still counts.
    init(_ row: KeyRow, hash: String, filter: AccountFilter, now: Timestamp) {
        guard KeyHash.isHash(hash) else {
            self = .rejected(.badElement)
            return
        }
        guard filter.admits(id: hash, alias: row.alias) else {
            self = .excluded
            return
        }
        var account = Account(
            id: .key(hash: hash),
            identity: Account.Identity(
                alias: row.alias, teamID: row.teamID, organizationID: row.organizationID, userID: row.userID,
                metadata: row.metadata?.labels ?? [:]),
            budget: Budget(effectiveOf: row, now: now),
            spend: row.spend.map { USD($0) })
        account.totalSpend = row.totalSpend.map { USD($0) }
        account.createdAt = row.createdAt.flatMap(Timestamp.init(rfc3339:))
        if account.budget.limit == .unlimited, !row.tellsSharedBudget {
            account.budget.limit = .unknown
            account.hasUntoldLimit = true
        }
        account.isBlocked =
            switch row.isBlocked {
            case .value(let isBlocked): isBlocked
            case .null: false
            case .missing, .unreadable: nil
            }
        account.tokensPerMinuteLimit = row.tokensPerMinuteLimit
        account.requestsPerMinuteLimit = row.requestsPerMinuteLimit
        account.expiresAt = row.expires.flatMap(Timestamp.init(rfc3339:))
        account.takePartialBudgets(row.partialBudgets)
        self = .account(account)
    }
}

extension Budget.Limit {
    init(_ maxBudget: Presence<Double>) {
        self =
            switch maxBudget {
            case .value(let amount): .limited(USD(amount))
            case .null: .unlimited
            case .missing: .unknown
            case .unreadable: .unreadable
            }
    }
}

extension Budget {
    /// The budget that LiteLLM enforces on a key: its own limit, else that of the shared budget row, which
    /// alone can have a soft limit and whose resets count where the key has no duration of its own; plus a temporary
    /// increase while it lasts.
    init(effectiveOf row: KeyRow, now: Timestamp) {
        var limit = Limit(row.maxBudget)
        let shared = row.sharedBudget.value
        if limit == .unlimited, let shared { limit = Limit(shared.maxBudget) }
        // Something is there that may well be a limit.
        if limit == .unlimited, row.sharedBudget.isUnreadable { limit = .unreadable }
        if case .limited(let amount) = limit, let increase = row.metadata?.temporaryIncrease,
            let expiry = row.metadata?.temporaryIncreaseExpiry.flatMap(Timestamp.init(rfc3339:)), expiry > now
        {
            limit = .limited(amount + USD(increase))
        }
        let resetsWithSharedRow = row.budgetDuration == nil
        self.init(
            limit: limit,
            softLimit: shared?.softBudget.map { USD($0) },
            duration: resetsWithSharedRow ? shared?.budgetDuration : row.budgetDuration,
            resetsAt: (resetsWithSharedRow ? shared?.budgetResetAt : row.budgetResetAt)
                .flatMap(Timestamp.init(rfc3339:)))
    }
}
