/// A row of the budget table, which keys and team members share by its id.
public struct SharedBudget: Sendable {
    public var id: String
    public var maxBudget: Double?
    public var softBudget: Double?
    public var duration: String?
    public var resetAt: Double?
    public var tokensPerMinute: Int?
    public var requestsPerMinute: Int?
    public var temporaryIncrease: Double?
    public var temporaryIncreaseExpires: Double?
    public var createdAt: Double

    public init(
        id: String, maxBudget: Double? = nil, softBudget: Double? = nil, duration: String? = nil,
        resetAt: Double? = nil, createdAt: Double
    ) {
        self.id = id
        self.maxBudget = maxBudget
        self.softBudget = softBudget
        self.duration = duration
        self.resetAt = resetAt
        self.createdAt = createdAt
    }
}
