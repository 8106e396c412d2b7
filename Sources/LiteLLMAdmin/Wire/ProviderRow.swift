/// What may be spent at a provider of models, as `/provider/budgets` writes it.
public struct ProviderRow: Decodable, Sendable {
    public let limit: Presence<Double>
    public let duration: String?
    /// Null where nothing was spent yet, or the proxy's cache lost it.
    public let spend: Double?
    public let resetAt: String?

    enum CodingKeys: String, CodingKey {
        case limit = "budget_limit"
        case duration = "time_period"
        case spend
        case resetAt = "budget_reset_at"
    }

    public init(from decoder: any Decoder) throws {
        let row = try decoder.container(keyedBy: CodingKeys.self)
        limit = row.presence(.limit)
        duration = row.tolerated(.duration)
        spend = row.finite(.spend)
        resetAt = row.tolerated(.resetAt)
    }
}
