public import Threading

/// Something that LiteLLM keeps a budget for, as last observed.
///
/// A value that shares its storage until it is changed: accounts are copied from stage to stage by the hundred thousand, and
/// whether one has changed since is mostly told by looking at where it is stored.
public struct Account: Hashable, Sendable {
    /// Changed only while nobody else refers to it, so that no two threads ever see it change.
    final class Storage: @unchecked Sendable {
        var members: Members

        init(_ members: Members) {
            self.members = members
        }
    }

    struct Members: Hashable, Sendable {
        let id: AccountID
        var identity: Identity
        var budget: Budget
        var modelBudgets: [ModelBudget] = []
        var windows: [BudgetWindow] = []
        var unreadable: PartialBudgets = []
        var headroom: USD?
        var spend: USD?
        var totalSpend: USD?
        var createdAt: Timestamp?
        var history: AccountHistory?
        var isBlocked: Bool?
        var tokensPerMinuteLimit: Int?
        var requestsPerMinuteLimit: Int?
        var expiresAt: Timestamp?
        var memberCount: Int?
        var keyCount: Int?
        var hasUntoldLimit = false
    }

    private(set) var storage: Storage

    public init(id: AccountID, identity: Identity = Identity(), budget: Budget, spend: USD?) {
        storage = Storage(Members(id: id, identity: identity, budget: budget, spend: spend))
    }

    /// The members, made this value's own first.
    private var changeableMembers: Members {
        get { storage.members }
        _modify {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.members) }
            yield &storage.members
        }
    }

    public static func == (left: Account, right: Account) -> Bool {
        left.storage === right.storage || left.storage.members == right.storage.members
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(storage.members)
    }
}

extension Account {
    public var id: AccountID { storage.members.id }

    /// That of the id, at hand without copying it.
    public var kind: AccountKind { storage.members.id.kind }

    /// What names the account and says whom it belongs to.
    public var identity: Identity {
        _read { yield storage.members.identity }
        _modify { yield &changeableMembers.identity }
    }

    public var budget: Budget {
        _read { yield storage.members.budget }
        _modify { yield &changeableMembers.budget }
    }

    /// What may be spent on single models, in the order of their names.
    public var modelBudgets: [ModelBudget] {
        _read { yield storage.members.modelBudgets }
        _modify { yield &changeableMembers.modelBudgets }
    }

    /// Limits that hold at the same time as the budget, in the order of their durations.
    public var windows: [BudgetWindow] {
        _read { yield storage.members.windows }
        _modify { yield &changeableMembers.windows }
    }

    /// Those of which the proxy told something that nobody here understands: there may be more than are known.
    public var unreadable: PartialBudgets {
        get { storage.members.unreadable }
        _modify { yield &changeableMembers.unreadable }
    }

    /// What a key can really still spend, see `Hierarchy`; known where all accounts are.
    public var headroom: USD? {
        get { storage.members.headroom }
        _modify { yield &changeableMembers.headroom }
    }

    /// Spend of the running budget period as LiteLLM stores it, possibly negative; nil when unknown, never zero for that.
    public var spend: USD? {
        get { storage.members.spend }
        _modify { yield &changeableMembers.spend }
    }

    /// Spend since LiteLLM began to count it, which no reset takes back; nil where it does not tell (teams, older proxies).
    public var totalSpend: USD? {
        get { storage.members.totalSpend }
        _modify { yield &changeableMembers.totalSpend }
    }

    public var createdAt: Timestamp? {
        get { storage.members.createdAt }
        _modify { yield &changeableMembers.createdAt }
    }

    /// What its ledger tells; known where ledgers are kept.
    public var history: AccountHistory? {
        get { storage.members.history }
        _modify { yield &changeableMembers.history }
    }

    /// Blocked by an administrator; nil when the proxy did not say.
    public var isBlocked: Bool? {
        get { storage.members.isBlocked }
        _modify { yield &changeableMembers.isBlocked }
    }

    public var tokensPerMinuteLimit: Int? {
        get { storage.members.tokensPerMinuteLimit }
        _modify { yield &changeableMembers.tokensPerMinuteLimit }
    }

    public var requestsPerMinuteLimit: Int? {
        get { storage.members.requestsPerMinuteLimit }
        _modify { yield &changeableMembers.requestsPerMinuteLimit }
    }

    /// When a key stops working.
    public var expiresAt: Timestamp? {
        get { storage.members.expiresAt }
        _modify { yield &changeableMembers.expiresAt }
    }

    /// How many members and keys a team has; nil where the answer that was read does not tell.
    public var memberCount: Int? {
        get { storage.members.memberCount }
        _modify { yield &changeableMembers.memberCount }
    }

    public var keyCount: Int? {
        get { storage.members.keyCount }
        _modify { yield &changeableMembers.keyCount }
    }

    /// Whether only reading it alone can tell its limit, as the list that it comes from does not.
    public var hasUntoldLimit: Bool {
        get { storage.members.hasUntoldLimit }
        _modify { yield &changeableMembers.hasUntoldLimit }
    }
}
