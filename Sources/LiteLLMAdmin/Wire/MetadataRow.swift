/// What is wanted of an account's free-form metadata, which may hold credentials: nothing else of it is ever read.
public struct MetadataRow: Decodable, Sendable {
    /// A temporary increase of a key's limit, in dollars.
    public let temporaryIncrease: Double?
    /// When the increase ends, as an operator typed it.
    public let temporaryIncreaseExpiry: String?
    /// The allow-listed members that are scalars, as text.
    public let labels: [String: String]

    /// Under which the decoder's `userInfo` holds the names of the allow-listed members.
    static let labelNames = CodingUserInfoKey(rawValue: "metadataLabelNames")!

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Name.self)
        temporaryIncrease = members.finite(Name("temp_budget_increase"))
        temporaryIncreaseExpiry = members.tolerated(Name("temp_budget_expiry"))
        var labels: [String: String] = [:]
        for name in decoder.userInfo[Self.labelNames] as? [String] ?? [] {
            labels[name] = Self.scalar(members, Name(name))
        }
        self.labels = labels
    }

    private static func scalar(_ members: KeyedDecodingContainer<Name>, _ name: Name) -> String? {
        if let text = members.tolerated(name, as: String.self) { return text }
        if let flag = members.tolerated(name, as: Bool.self) { return String(flag) }
        if let number = members.tolerated(name, as: Int.self) { return String(number) }
        return members.finite(name).map { String($0) }
    }
}
