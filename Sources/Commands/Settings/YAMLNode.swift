import Yams

/// What a YAML file holds. This file alone knows the library that reads it.
struct YAMLNode: Sendable {
    enum Content: Sendable {
        /// Nothing: `key:`, `~` or `null`.
        case null
        /// The text as it is written, quotes and escapes resolved: `10` and `off` are texts too.
        case scalar(String)
        case list([YAMLNode])
        case mapping([(key: YAMLNode, value: YAMLNode)])
    }

    let content: Content
    /// Counted from 1.
    let line: Int

    /// What is wrong with the text, as far as one can be said to be on a line.
    struct Malformation: Error {
        let line: Int?
        let problem: Problem

        enum Problem: Hashable {
            case keyTwice(String)
            case syntax(String)
        }
    }

    /// Reads a text that holds one document; nil when it holds none.
    static func parse(_ text: String) throws(Malformation) -> YAMLNode? {
        do {
            // Not the default: that lets an environment variable choose UTF-16.
            guard let root = try Yams.compose(yaml: text, .default, .default, .utf8) else { return nil }
            var nodesLeft = 100_000
            return try YAMLNode(root, nodesLeft: &nodesLeft)
        } catch let error as Malformation {
            throw error
        } catch let error as YamlError {
            throw Malformation(error, in: text)
        } catch {
            throw Malformation(line: nil, problem: .syntax("\(error)"))
        }
    }

    /// - Parameter nodesLeft: Aliases share their nodes only until here; a few lines of them could unfold without end.
    private init(_ node: Node, nodesLeft: inout Int) throws {
        line = node.mark?.line ?? 1
        nodesLeft -= 1
        guard nodesLeft > 0 else {
            throw Malformation(line: line, problem: .syntax("it holds too many values"))
        }
        switch node {
        case .scalar(let scalar):
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            content = isNull ? .null : .scalar(scalar.string)
        case .sequence(let sequence):
            content = .list(try sequence.map { try YAMLNode($0, nodesLeft: &nodesLeft) })
        case .mapping(let mapping):
            content = .mapping(
                try mapping.map { pair in
                    (try YAMLNode(pair.key, nodesLeft: &nodesLeft), try YAMLNode(pair.value, nodesLeft: &nodesLeft))
                })
        case .alias:
            // Only written, never read: the parser has put the node itself in its place.
            content = .null
        }
    }
}

extension YAMLNode.Malformation {
    fileprivate init(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let isAlias = problem.contains("alias")
            self.init(
                line: mark.line,
                problem: .syntax(isAlias ? "\(problem); a text that begins with * must stand in quotes" : problem))
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { 1 + yaml.prefix($0).count(where: \.isNewline) }
            self.init(line: line, problem: .syntax(problem))
        case .duplicatedKeysInMapping(let keys, let context):
            self.init(line: context.mark.line, problem: .keyTwice(keys.first ?? ""))
        default:
            self.init(line: nil, problem: .syntax("\(error)"))
        }
    }
}
