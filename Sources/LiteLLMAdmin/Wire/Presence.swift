/// A member of a JSON object that may be absent, which is not the same as `null`: a `max_budget` of null means that there
/// is no limit, a missing one that this proxy does not say.
public enum Presence<Value> {
    case missing
    case null
    /// There, and not of the expected type: it says something that nobody here understands.
    case unreadable
    case value(Value)

    /// The value, where there is one.
    public var value: Value? {
        guard case .value(let value) = self else { return nil }
        return value
    }
}

extension Presence {
    /// Whether it says something that nobody here understands.
    public var isUnreadable: Bool {
        if case .unreadable = self { true } else { false }
    }
}

extension Presence: Sendable where Value: Sendable {}
extension Presence: Equatable where Value: Equatable {}

extension KeyedDecodingContainer {
    /// The member, or nil where it is absent, null or of another type: one odd member must not lose the row.
    func tolerated<Value: Decodable>(_ key: Key, as type: Value.Type = Value.self) -> Value? {
        (try? decodeIfPresent(type, forKey: key)) ?? nil
    }

    /// The number, or nil where it is absent, null, of another type or not finite.
    func finite(_ key: Key) -> Double? {
        tolerated(key, as: Double.self).flatMap { $0.isFinite ? $0 : nil }
    }

    /// The member with the difference between null, absent and something that cannot be understood.
    func presence<Value: Decodable>(_ key: Key, as type: Value.Type = Value.self) -> Presence<Value> {
        if let value = tolerated(key, as: type) { return .value(value) }
        guard contains(key) else { return .missing }
        return (try? decodeNil(forKey: key)) == true ? .null : .unreadable
    }

    /// The number with the difference between null, absent and no finite number.
    func presence(_ key: Key) -> Presence<Double> {
        if let value = finite(key) { return .value(value) }
        guard contains(key) else { return .missing }
        return (try? decodeNil(forKey: key)) == true ? .null : .unreadable
    }
}
