/// A row of the budget table, which keys, team members, customers and organisations share by its id.
/// Money is US dollars, moments are seconds since 1970.
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
    public var updatedAt: Double

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
        updatedAt = createdAt
    }

    /// The limit with a temporary increase that has not expired.
    func effectiveLimit(at time: Double) -> Double? {
        guard let maxBudget, let temporaryIncrease, let expires = temporaryIncreaseExpires, expires > time else {
            return maxBudget
        }
        return maxBudget + temporaryIncrease
    }
}
