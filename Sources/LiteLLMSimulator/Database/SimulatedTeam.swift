/// A row of the team table. Money is US dollars, moments are seconds since 1970.
public struct SimulatedTeam: Sendable {
    /// A member, with the spend that counts against the member's own budget in this team.
    public struct Member: Sendable {
        /// A row with neither id nor address spoils each page of `/v2/team/list` that it is on.
        public var userID: String?
        public var email: String?
        public var role: String
        public var spend = 0.0
        public var totalSpend = 0.0
        /// The budget row of this member; nil falls back to the team's default.
        public var budgetID: String?

        public init(userID: String?, email: String? = nil, role: String = "user", budgetID: String? = nil) {
            self.userID = userID
            self.email = email
            self.role = role
            self.budgetID = budgetID
        }
    }

    public var id: String
    public var alias: String?
    public var organizationID: String?
    public var members: [Member] = []
    public var metadata: [JSONValue.Member] = []
    /// nil is a damaged row: LiteLLM itself always writes a number.
    public var spend: Double? = 0
    /// nil is unlimited, 0 is a limit.
    public var maxBudget: Double?
    /// Warns, never blocks.
    public var softBudget: Double?
    public var budgetDuration: String?
    public var budgetResetAt: Double?
    public var budgetLimits: [BudgetWindow] = []
    public var modelBudgets: [ModelBudget] = []
    /// The budget row that holds for members without one.
    public var memberBudgetID: String?
    public var isBlocked = false
    public var tokensPerMinute: Int?
    public var requestsPerMinute: Int?
    public var createdAt: Double
    public var updatedAt: Double

    public init(id: String, alias: String? = nil, maxBudget: Double? = nil, spend: Double? = 0, createdAt: Double) {
        self.id = id
        self.alias = alias
        self.maxBudget = maxBudget
        self.spend = spend
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// Whether the row fails LiteLLM's validation.
    var isMalformed: Bool { members.contains { $0.userID == nil && $0.email == nil } }
}
