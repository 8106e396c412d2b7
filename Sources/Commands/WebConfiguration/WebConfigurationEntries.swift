import Serving

/// What a web configuration file holds, key by key: known keys, each once, each with its line.
struct WebConfigurationEntries {
    struct Entry {
        /// The file, line and key.
        let place: String
        fileprivate let node: YAMLNode
    }

    let path: String
    private var entries: [WebConfigurationKey: Entry] = [:]
    /// Names of users, and what stands behind them.
    private(set) var users: [(name: String, hash: Entry)] = []
    /// The place of each section that is there.
    private(set) var sections: [String: String] = [:]

    /// - Parameter path: How the file is called in errors.
    init(_ text: String, path: String) throws(SettingError) {
        self.path = path
        let root: YAMLNode?
        do { root = try YAMLNode.parse(text) } catch { throw SettingError(error, path: path) }
        guard let root else { return }
        switch root.content {
        case .null: return
        case .mapping(let pairs): try read(pairs, under: "")
        case .scalar, .list: throw SettingError("\(path):\(root.line)", .notAMapping)
        }
    }

    private mutating func read(
        _ pairs: [(key: YAMLNode, value: YAMLNode)], under section: String
    ) throws(SettingError) {
        for (keyNode, value) in pairs {
            guard case .scalar(let word) = keyNode.content else {
                throw SettingError("\(path):\(keyNode.line)", .keyNotAWord)
            }
            let name = section.isEmpty ? word : "\(section).\(word)"
            let entry = Entry(place: "\(path):\(keyNode.line): \(name)", node: value)
            if section == WebConfigurationKey.users {
                // By the line: who takes a password or its hash for the name has it in no error.
                users.append((word, Entry(place: "\(path):\(keyNode.line): \(section)", node: value)))
            } else if let key = WebConfigurationKey(rawValue: name) {
                entries[key] = entry
            } else if WebConfigurationKey.sections.contains(name) {
                sections[name] = entry.place
                switch value.content {
                case .null: break
                case .mapping(let pairs): try read(pairs, under: name)
                case .scalar, .list: throw SettingError(entry.place, .valueForSection)
                }
            } else {
                throw SettingError(entry.place, .unknownWebKey(suggestion: Self.nearest(to: name)))
            }
        }
    }

    private static func nearest(to name: String) -> String? {
        let known = (WebConfigurationKey.allCases.map(\.rawValue) + WebConfigurationKey.sections).sorted()
        return Suggestion.nearest(to: name, among: known)
    }

    func place(of key: WebConfigurationKey) -> String? { entries[key]?.place }

    /// The place of a key that is there with nothing behind it.
    func placeIfEmpty(_ key: WebConfigurationKey) -> String? {
        entries[key].flatMap { entry in
            switch entry.node.content {
            case .null: entry.place
            case .scalar(let text): text.isEmpty ? entry.place : nil
            case .list(let elements): elements.isEmpty ? entry.place : nil
            case .mapping(let pairs): pairs.isEmpty ? entry.place : nil
            }
        }
    }

    /// The text behind a key; nil where there is none or an empty one, which the format takes for none.
    func text(_ key: WebConfigurationKey) throws(SettingError) -> String? {
        try entries[key].flatMap { (entry) throws(SettingError) in try Self.text(entry) }
    }

    static func text(_ entry: Entry) throws(SettingError) -> String? {
        switch entry.node.content {
        case .null: nil
        case .scalar(let text): text.isEmpty ? nil : text
        case .list: throw SettingError(entry.place, .listForValue)
        case .mapping: throw SettingError(entry.place, .sectionForValue)
        }
    }

    /// What a key's text means.
    func value<Value>(
        _ key: WebConfigurationKey, _ read: (String) throws(UnusableValue) -> Value
    ) throws(SettingError) -> Value? {
        guard let entry = entries[key], let text = try Self.text(entry) else { return nil }
        do { return try read(text) } catch { throw SettingError(entry.place, .unusable(error)) }
    }

    /// What each text of a list means, with its line.
    func list<Value>(
        _ key: WebConfigurationKey, _ read: (String) throws(UnusableValue) -> Value
    ) throws(SettingError) -> [Value] {
        guard let entry = entries[key] else { return [] }
        var values: [Value] = []
        switch entry.node.content {
        case .null: break
        case .scalar, .mapping: throw SettingError(entry.place, .unusable(UnusableValue("takes a list")))
        case .list(let elements):
            for element in elements {
                let place = "\(path):\(element.line): \(key.rawValue)"
                guard case .scalar(let text) = element.content else { throw SettingError(place, .elementNotAText) }
                do { values.append(try read(text)) } catch { throw SettingError(place, .unusable(error)) }
            }
        }
        return values
    }
}
