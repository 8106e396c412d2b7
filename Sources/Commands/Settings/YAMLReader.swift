import CLibyaml

/// Makes a node of what libyaml tells of a text, piece by piece. This file alone knows libyaml.
///
/// Not a Swift package around it: Yams needs all of Foundation and its ICU, which would more than double the program. Not
/// libyaml's own document of nodes either: that is complete before its depth and size can be looked at.
struct YAMLReader: ~Copyable {
    /// Never moved: libyaml keeps the address.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeBufferPointer<UInt8>
    /// What aliases may stand for, with how many nodes that is.
    private var anchored: [String: (content: YAMLNode.Content, size: Int)] = [:]
    /// Aliases share their nodes only as long as nobody walks over them; a few lines of them could unfold without end.
    private var nodesLeft = 100_000

    /// - Parameter text: Not empty, and there as long as this is.
    init(_ text: UnsafeBufferPointer<UInt8>) throws(YAMLNode.Malformation) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLNode.Malformation(line: nil, problem: .syntax("there is no memory to read it"))
        }
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
        (self.parser, self.text) = (parser, text)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// What the one document holds; nil when there is none.
    mutating func root() throws(YAMLNode.Malformation) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let piece = try next()
            switch piece.kind {
            case .documentStart where root != nil:
                throw YAMLNode.Malformation(line: piece.line, problem: .syntax("it holds a second document"))
            case .documentStart: root = try node(from: next(), depth: 0)
            case .streamEnd: return root
            default: continue
            }
        }
    }

    /// - Parameter first: The piece that it begins with.
    private mutating func node(from first: Piece, depth: Int) throws(YAMLNode.Malformation) -> YAMLNode {
        func malformed(_ complaint: String) -> YAMLNode.Malformation {
            YAMLNode.Malformation(line: first.line, problem: .syntax(complaint))
        }
        if case .alias(let name) = first.kind {
            guard let anchored = anchored[name] else {
                throw malformed("nothing above it is marked &\(name)" + Self.aliasHint)
            }
            nodesLeft -= anchored.size
            guard nodesLeft > 0 else { throw malformed("it holds too many values") }
            return YAMLNode(content: anchored.content, line: first.line)
        }
        let nodesLeftBefore = nodesLeft
        nodesLeft -= 1
        guard nodesLeft > 0 else { throw malformed("it holds too many values") }
        guard depth < 100 else { throw malformed("it is nested too deeply") }
        let content: YAMLNode.Content
        switch first.kind {
        case .listStart:
            var list: [YAMLNode] = []
            while let piece = try part() { list.append(try node(from: piece, depth: depth + 1)) }
            content = .list(list)
        case .mappingStart:
            var mapping: [(key: YAMLNode, value: YAMLNode)] = []
            var names: Set<String> = []
            while let piece = try part() {
                let key = try node(from: piece, depth: depth + 1)
                if case .scalar(let name) = key.content, !names.insert(name).inserted {
                    throw YAMLNode.Malformation(line: key.line, problem: .keyTwice(name))
                }
                mapping.append((key, try node(from: next(), depth: depth + 1)))
            }
            content = .mapping(mapping)
        case .scalar(let text, let isPlain):
            content = isPlain && ["", "~", "null", "Null", "NULL"].contains(text) ? .null : .scalar(text)
        case .alias, .documentStart, .end, .streamEnd, .other:
            throw malformed("a value is missing")
        }
        if let anchor = first.anchor { anchored[anchor] = (content, nodesLeftBefore - nodesLeft) }
        return YAMLNode(content: content, line: first.line)
    }

    /// What the next part of a list or mapping begins with; nil at its end.
    private func part() throws(YAMLNode.Malformation) -> Piece? {
        let piece = try next()
        if case .end = piece.kind { return nil }
        return piece
    }

    private func next() throws(YAMLNode.Malformation) -> Piece {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw complaint }
        defer { yaml_event_delete(&event) }
        return Piece(event)
    }

    /// What libyaml says is wrong.
    private var complaint: YAMLNode.Malformation {
        let parser = parser.pointee
        let problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
        guard parser.error != YAML_READER_ERROR else {
            // Of bytes that are no text it tells where they are, but no line.
            let newlines = text.prefix(parser.problem_offset).count { $0 == UInt8(ascii: "\n") }
            return YAMLNode.Malformation(line: 1 + newlines, problem: .syntax(problem))
        }
        let context = parser.context.map { String(cString: $0) } ?? ""
        return YAMLNode.Malformation(
            line: 1 + parser.problem_mark.line,
            problem: .syntax(context.hasSuffix("an alias") ? problem + Self.aliasHint : problem))
    }

    private static let aliasHint = "; a text that begins with * must stand in quotes"

    /// What libyaml calls an event.
    private struct Piece {
        enum Kind {
            case documentStart
            case streamEnd
            case alias(String)
            case scalar(String, isPlain: Bool)
            case listStart
            case mappingStart
            /// Of a list or mapping.
            case end
            case other
        }

        let kind: Kind
        let anchor: String?
        let line: Int

        init(_ event: yaml_event_t) {
            line = 1 + event.start_mark.line
            let name: UnsafeMutablePointer<yaml_char_t>?
            switch event.type {
            case YAML_SCALAR_EVENT:
                let scalar = event.data.scalar
                let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
                kind = .scalar(
                    String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
                name = scalar.anchor
            case YAML_SEQUENCE_START_EVENT: (kind, name) = (.listStart, event.data.sequence_start.anchor)
            case YAML_MAPPING_START_EVENT: (kind, name) = (.mappingStart, event.data.mapping_start.anchor)
            case YAML_ALIAS_EVENT: (kind, name) = (.alias(String(cString: event.data.alias.anchor)), nil)
            case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: (kind, name) = (.end, nil)
            case YAML_DOCUMENT_START_EVENT: (kind, name) = (.documentStart, nil)
            case YAML_STREAM_END_EVENT: (kind, name) = (.streamEnd, nil)
            default: (kind, name) = (.other, nil)
            }
            anchor = name.map { String(cString: $0) }
        }
    }
}
