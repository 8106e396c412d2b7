import Hashing

/// A row of the key table. Money is US dollars, moments are seconds since 1970.
public struct SimulatedKey: Sendable {
    /// Lower-case hexadecimal SHA-256 of the secret; what the API identifies the key by.
    public var token: String
    /// `sk-...` and the last four characters of the secret.
    public var name: String?
    public var alias: String?
    public var teamID: String?
    public var userID: String?
    public var organizationID: String?
    public var metadata: [JSONValue.Member] = []
    /// Spend of the running budget period; nil is a damaged row.
    public var spend: Double? = 0
    /// Lifetime spend, which no reset touches.
    public var totalSpend = 0.0
    public var maxBudget: Double?
    public var budgetDuration: String?
    public var budgetResetAt: Double?
    /// A shared budget row, in force where the key has no limit of its own.
    public var budgetID: String?
    public var budgetLimits: [BudgetWindow] = []
    public var modelBudgets: [ModelBudget] = []
    public var expires: Double?
    /// LiteLLM leaves it null until the key was blocked once.
    public var isBlocked: Bool?
    public var allowedRoutes: [String] = []
    public var tokensPerMinute: Int?
    public var requestsPerMinute: Int?
    public var lastActive: Double?
    public var createdAt: Double
    public var updatedAt: Double

    /// - Parameter secret: an obviously made-up key that starts with `sk-`.
    public init(
        secret: String, alias: String? = nil, teamID: String? = nil, userID: String? = nil, maxBudget: Double? = nil,
        spend: Double? = 0, createdAt: Double
    ) {
        token = Self.token(of: secret)
        name = Self.abbreviation(of: secret)
        self.alias = alias
        self.teamID = teamID
        self.userID = userID
        self.maxBudget = maxBudget
        self.spend = spend
        totalSpend = spend ?? 0
        self.createdAt = createdAt
        updatedAt = createdAt
    }

    /// The hash by which LiteLLM stores and lists a secret key.
    public static func token(of secret: String) -> String { SHA256.hexDigest(secret) }

    /// What LiteLLM shows of a secret: nothing of one that is shorter than 16 characters.
    static func abbreviation(of secret: String) -> String {
        secret.unicodeScalars.count < 16 ? "sk-..." : "sk-..." + String(secret.suffix(4))
    }

    enum Status: String {
        case active, expired, revoked, deleted
    }

    func status(at time: Double) -> Status {
        if isBlocked == true { return .revoked }
        guard let expires else { return .active }
        return expires < time ? .expired : .active
    }
}
