import FoundationEssentials

/// Any JSON, for comparing answers whose members a test does not know.
enum JSONTree: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONTree])
    case object([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONTree].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONTree].self))
        }
    }

    static func parse(_ text: String) throws -> JSONTree {
        try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8))
    }

    subscript(_ name: String) -> JSONTree {
        guard case .object(let members) = self else { return .null }
        return members[name] ?? .null
    }

    var elements: [JSONTree] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }

    var members: [String: JSONTree] {
        guard case .object(let members) = self else { return [:] }
        return members
    }

    var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    var bool: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// A date in seconds since 1970.
    var time: Double? {
        guard let string else { return nil }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: string.contains("."))
        return (try? style.parse(string))?.timeIntervalSince1970
    }

    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// Where this tree differs from another one, as `path: this | other`, values included.
    ///
    /// - Parameter ignoring: names of members that may differ.
    func differences(from other: JSONTree, ignoring: Set<String> = [], at path: String = "$") -> [String] {
        switch (self, other) {
        case (.object(let these), .object(let others)):
            return Set(these.keys).union(others.keys).subtracting(ignoring).sorted().flatMap { name in
                let path = "\(path).\(name)"
                guard let this = these[name] else { return ["\(path): missing here"] }
                guard let other = others[name] else { return ["\(path): missing there"] }
                return this.differences(from: other, ignoring: ignoring, at: path)
            }
        case (.array(let these), .array(let others)):
            if these.count != others.count { return ["\(path): \(these.count) | \(others.count) elements"] }
            return zip(these, others).enumerated().flatMap { index, pair in
                pair.0.differences(from: pair.1, ignoring: ignoring, at: "\(path)[\(index)]")
            }
        default:
            // A column of the budget table is null or empty, depending on how the row was made.
            if [self, other].allSatisfy({ $0 == .null || $0 == .object([:]) }) { return [] }
            return self == other ? [] : ["\(path): \(self) | \(other)"]
        }
    }

    /// Members of objects that are here, but missing or of another type there. Null goes with any type; arrays are
    /// compared by their first elements.
    func shapeDifferences(from other: JSONTree, at path: String = "$") -> [String] {
        switch (self, other) {
        case (.null, _), (_, .null): return []
        case (.object(let these), .object(let others)):
            // What an administrator wrote there has no fixed shape.
            return these.keys.sorted().filter { $0 != "metadata" }.flatMap { name in
                guard let this = these[name], let other = others[name] else { return ["\(path).\(name): missing"] }
                return this.shapeDifferences(from: other, at: "\(path).\(name)")
            }
        case (.array(let these), .array(let others)):
            guard let this = these.first, let other = others.first else { return [] }
            return this.shapeDifferences(from: other, at: "\(path)[]")
        default: return typeName == other.typeName ? [] : ["\(path): \(typeName) | \(other.typeName)"]
        }
    }
}
