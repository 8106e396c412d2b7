import Yams

/// Where two YAML files differ in meaning.
public struct Difference: Hashable, Sendable, CustomStringConvertible {
    /// Keys and positions from the root, as in `groups.0.rules.3.for`.
    public var path: [String]
    /// Nil where there is nothing.
    public var old: String?
    public var new: String?

    public var description: String { "\(path.joined(separator: ".")): \(old ?? "nothing") -> \(new ?? "nothing")" }

    /// All of them, leaf by leaf.
    public static func between(_ old: String, _ new: String) throws -> [Difference] {
        differences(try Yams.compose(yaml: old), try Yams.compose(yaml: new), at: [])
    }

    private static func differences(_ old: Node?, _ new: Node?, at path: [String]) -> [Difference] {
        switch (old, new) {
        case (.mapping(let old)?, .mapping(let new)?):
            let names = old.keys.compactMap(\.string) + new.keys.compactMap(\.string).filter { old[$0] == nil }
            return names.flatMap { differences(old[$0], new[$0], at: path + [$0]) }
        case (.sequence(let old)?, .sequence(let new)?):
            return (0..<max(old.count, new.count)).flatMap { index in
                differences(
                    index < old.count ? old[index] : nil, index < new.count ? new[index] : nil, at: path + ["\(index)"])
            }
        default:
            if old == new { return [] }
            return [Difference(path: path, old: text(old), new: text(new))]
        }
    }

    private static func text(_ node: Node?) -> String? {
        node.map { $0.scalar?.string ?? ((try? Yams.serialize(node: $0)) ?? "?") }
    }
}
