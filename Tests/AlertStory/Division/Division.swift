import TestSupport
import Yams

/// Divides every span in files of Prometheus and Alertmanager by one factor, and changes nothing else.
public struct Division: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// Numbers in expressions that stand for a minute, an hour and a day: spans are written as multiples of them.
    public static let spans = [60, 3600, 86_400]

    /// Keys of rules, of Prometheus and of Alertmanager whose values are spans.
    public static let spanKeys: Set<String> = [
        "interval", "for", "keep_firing_for", "scrape_interval", "evaluation_interval", "resolve_timeout",
        "group_wait", "group_interval", "repeat_interval",
    ]

    public let factor: Int

    public init(by factor: Int) {
        self.factor = factor
    }

    /// A whole file.
    public func divided(_ yaml: String) throws -> String {
        guard let root = try Yams.compose(yaml: yaml) else {
            throw Failure(description: "there is nothing in the file")
        }
        return try Yams.serialize(node: divided(root), width: -1, allowUnicode: true)
    }

    func divided(_ node: Node, under key: String = "", in parent: String = "") throws -> Node {
        switch node {
        case .mapping(var mapping):
            for (name, value) in mapping {
                mapping[name] = try divided(value, under: name.string ?? "", in: key)
            }
            return .mapping(mapping)
        case .sequence(var sequence):
            for index in sequence.indices { sequence[index] = try divided(sequence[index], under: key, in: parent) }
            return .sequence(sequence)
        case .scalar(var scalar):
            if Self.spanKeys.contains(key) {
                scalar.string = try span(scalar.string)
            } else if key == "expr" {
                scalar.string = try expression(scalar.string)
            } else if parent == "annotations" {
                scalar.string = try template(scalar.string)
            }
            return .scalar(scalar)
        default: return node
        }
    }

    /// `5m`
    public func span(_ text: String) throws -> String {
        guard let span = PrometheusDuration(text)?.divided(by: factor) else {
            throw Failure(description: "\"\(text)\" is no span that can be divided by \(factor)")
        }
        return span.text
    }

    /// PromQL: ranges, offsets and the numbers in ``spans``.
    public func expression(_ text: String) throws -> String {
        try PromQLToken.tokens(of: text).map { token in
            switch token.kind {
            case .duration: return try span(token.text)
            case .number:
                guard let seconds = Int(token.text), Self.spans.contains(seconds) else { return token.text }
                guard seconds.isMultiple(of: factor) else {
                    throw Failure(description: "\(seconds) seconds cannot be divided by \(factor)")
                }
                return "\(seconds / factor)"
            case .string, .comment, .space, .name, .symbol, .unknown: return token.text
            }
        }.joined()
    }

    /// The text of an annotation: the expressions in it stand between backquotes.
    public func template(_ text: String) throws -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        return try parts.enumerated().map { index, part in
            index.isMultiple(of: 2) ? String(part) : try expression(String(part))
        }.joined(separator: "`")
    }
}
