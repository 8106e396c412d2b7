/// The settings that stand in a YAML file: `poll.teams-interval` is `teams_interval` under `poll`.
struct FileLayer: Sendable {
    /// Keys that can only be meant to hold a credential.
    private static let secretKeys: Set = [
        "api_key", "apikey", "key", "master_key", "litellm_master_key", "token", "password", "secret",
    ]

    private(set) var given: [String: GivenSetting] = [:]
    private let path: String
    private let declarations: [String: SettingDeclaration]
    private let sections: Set<String>

    /// - Parameter path: How the file is called in errors.
    init(_ text: String, path: String, declarations: [SettingDeclaration]) throws(SettingError) {
        self.path = path
        var byKey: [String: SettingDeclaration] = [:]
        var sections: Set<String> = []
        for declaration in declarations {
            guard let key = declaration.yamlKey, let yamlPath = declaration.yamlPath else { continue }
            byKey[key] = declaration
            for length in 1..<yamlPath.count {
                sections.insert(yamlPath.prefix(length).joined(separator: "."))
            }
        }
        self.declarations = byKey
        self.sections = sections
        let root: YAMLNode?
        do {
            root = try YAMLNode.parse(text)
        } catch {
            throw SettingError(error, path: path)
        }
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
            let key = section.isEmpty ? word : "\(section).\(word)"
            let place = "\(path):\(keyNode.line): \(key)"
            if let declaration = declarations[key], declaration.yamlPath?.last == word {
                try read(value, of: declaration, place: place, line: keyNode.line)
            } else if sections.contains(key) {
                switch value.content {
                case .null: break
                case .mapping(let pairs): try read(pairs, under: key)
                case .scalar, .list: throw SettingError(place, .valueForSection)
                }
            } else {
                throw SettingError(place, problem(ofUnknown: key, word: word))
            }
        }
    }

    private mutating func read(
        _ value: YAMLNode, of declaration: SettingDeclaration, place: String, line: Int
    ) throws(SettingError) {
        let origin = SettingOrigin.file(path: path, line: line)
        switch (value.content, declaration.form) {
        case (.null, _):
            // As an empty variable: the line is there, the value is not.
            return
        case (.scalar(let text), _):
            given[declaration.name] = GivenSetting([text], origin)
        case (.list(let elements), .list):
            var values: [GivenSetting.Value] = []
            for element in elements {
                guard case .scalar(let text) = element.content else {
                    throw SettingError("\(path):\(element.line): \(declaration.yamlKey ?? "")", .elementNotAText)
                }
                values.append(GivenSetting.Value(text: text, origin: .file(path: path, line: element.line)))
            }
            given[declaration.name] = GivenSetting(values: values, origin: origin)
        case (.list, _): throw SettingError(place, .listForValue)
        case (.mapping, _): throw SettingError(place, .sectionForValue)
        }
    }

    private func problem(ofUnknown key: String, word: String) -> SettingError.Problem {
        let folded = String(word.lowercased().map { $0 == "-" || $0 == "." ? "_" : $0 })
        if Self.secretKeys.contains(folded) || folded.hasSuffix("_api_key") { return .secretInFile }
        if key.lowercased() == SettingDeclaration.configurationFile || key == "config" || folded == "config_file" {
            return .fileInFile
        }
        // A setting is known by its flag too.
        let path = String(key.map { $0 == "-" ? "_" : $0 })
        if declarations[path] != nil, path != key || word.contains(".") {
            return .unknownKey(suggestion: Self.shown(path))
        }
        let nearest = Suggestion.nearest(to: key, among: (Array(declarations.keys) + sections).sorted())
        return .unknownKey(suggestion: nearest.map(Self.shown))
    }

    /// `teams_interval under poll`: with the dot alone it could be taken for the key.
    private static func shown(_ key: String) -> String {
        guard let dot = key.lastIndex(of: ".") else { return key }
        return "\(key[key.index(after: dot)...]) under \(key[..<dot])"
    }
}
