/// What was spent of a model's budget or of a window, in dollars with four decimals; only single accounts tell it.
public struct UsageRow: Decodable, Sendable {
    public let spend: Double?

    enum CodingKeys: String, CodingKey {
        case spend = "current_spend"
    }

    public init(from decoder: any Decoder) throws {
        spend = try decoder.container(keyedBy: CodingKeys.self).finite(.spend)
    }
}
