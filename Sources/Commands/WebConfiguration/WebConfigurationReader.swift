import Serving

/// Reads a web configuration file. Nothing in it is passed over: what is unknown or cannot be done is an error, and what
/// has no effect is said.
struct WebConfigurationReader {
    private let entries: WebConfigurationEntries
    private let folder: String
    private var configuration = WebConfiguration()

    /// Reads the file at `path`, of which errors speak at `place` when it cannot be read.
    static func read(_ path: String, namedBy place: String) throws(SettingError) -> WebConfiguration {
        try configuration(ConfigurationFile.text(at: path, namedBy: place), path: path)
    }

    /// - Parameter path: Paths in the file are relative to its folder.
    static func configuration(_ text: String, path: String) throws(SettingError) -> WebConfiguration {
        var reader = WebConfigurationReader(entries: try WebConfigurationEntries(text, path: path), path: path)
        for key in WebConfigurationKey.allCases { try reader.read(key) }
        try reader.readUsers()
        try reader.readRateLimit()
        reader.configuration.tls = try reader.tls()
        return reader.configuration
    }

    private init(entries: WebConfigurationEntries, path: String) {
        self.entries = entries
        folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    }

    /// Reads the keys that stand for themselves; the compiler sees to it that none is forgotten.
    private mutating func read(_ key: WebConfigurationKey) throws(SettingError) {
        switch key {
        case .certificate, .key, .clientAuthorities, .certificateFile, .keyFile, .clientPolicy, .clientAuthoritiesFile,
            .allowedClientNames, .minimumVersion, .maximumVersion, .cipherSuites, .curves, .rateInterval, .rateBurst:
            break
        case .http2:
            if try entries.value(key, Self.truth) == true {
                remark(key, "HTTP/2 is not served; clients that speak it speak HTTP/1.1 too")
            }
        case .prefersServerCipherSuites:
            if try entries.value(key, Self.truth) != nil {
                remark(key, "has no effect, as in the toolkit itself, whose library ignores it")
            }
        case .contentSecurityPolicy, .xssProtection, .strictTransportSecurity: try readHeader(key, [])
        case .frameOptions: try readHeader(key, ["deny", "sameorigin"])
        case .contentTypeOptions: try readHeader(key, ["nosniff"])
        case .bearerTokensFile:
            if let place = entries.placeIfEmpty(key) {
                throw SettingError(
                    place, .unusable(UnusableValue("names no file; name one, or take the line out to ask for no token"))
                )
            }
            configuration.bearerTokens = try file(key).map {
                WebConfiguration.FileReference(path: $0, place: place(key))
            }
        }
    }

    private mutating func readHeader(_ key: WebConfigurationKey, _ allowed: [String]) throws(SettingError) {
        let value = try entries.value(key) { text throws(UnusableValue) in
            guard allowed.isEmpty || allowed.contains(text) else {
                throw UnusableValue(text, "is not allowed here; write \(allowed.joined(separator: " or "))")
            }
            guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
                throw UnusableValue(text, "is no value of a header")
            }
            return text
        }
        guard let value, let name = key.rawValue.split(separator: ".").last else { return }
        configuration.headers.append((String(name), value))
    }

    private mutating func readUsers() throws(SettingError) {
        for (name, entry) in entries.users {
            guard !name.isEmpty, !name.contains(":") else {
                throw SettingError(
                    entry.place,
                    .unusable(UnusableValue("there is no name of a user: it must not be empty or hold a colon")))
            }
            guard let text = try WebConfigurationEntries.text(entry) else {
                throw SettingError(entry.place, .unusable(UnusableValue("has no hash of a password")))
            }
            do throws(BcryptHash.Malformed) { configuration.users[name] = try BcryptHash(text) } catch {
                throw SettingError(entry.place, .unusable(UnusableValue("\(error)")))
            }
        }
        if let place = entries.sections[WebConfigurationKey.users], configuration.users.isEmpty {
            configuration.remarks.append("\(place): names nobody, so that no password is asked for")
        }
    }

    private mutating func readRateLimit() throws(SettingError) {
        let interval = try entries.value(.rateInterval) { text throws(UnusableValue) in
            guard let interval = text == "0" ? .zero : DurationText.read(text) else {
                throw UnusableValue(text, "is not a duration; write it like 1s or 500ms")
            }
            return interval
        }
        let burst = try entries.value(.rateBurst, SettingFormat.number(in: 1...1_000_000).read)
        switch (interval, burst) {
        case (nil, nil):
            if let place = entries.sections["rate_limit"] {
                configuration.remarks.append("\(place): is empty, so that there is no limit")
            }
        case (.zero?, _): break
        case (nil, .some):
            throw SettingError(place(.rateBurst), .unusable(UnusableValue("is of no use without rate_limit.interval")))
        case (.some, nil):
            throw SettingError(
                place(.rateInterval),
                .unusable(UnusableValue("without rate_limit.burst would let nobody in; set that too")))
        case (let interval?, let burst?):
            configuration.rateLimit = WebConfiguration.RateLimit(interval: interval, burst: burst)
        }
    }

    private mutating func tls() throws(SettingError) -> WebConfiguration.TLS? {
        let keys = WebConfigurationKey.allCases.filter { $0.rawValue.hasPrefix("tls_server_config.") }
        guard let place = entries.sections["tls_server_config"], keys.contains(where: { entries.place(of: $0) != nil })
        else {
            if let place = entries.sections["tls_server_config"] {
                configuration.remarks.append("\(place): is empty, so that nothing is encrypted")
            }
            return nil
        }
        guard let certificate = try pem(inline: .certificate, file: .certificateFile) else {
            throw SettingError(place, .unusable(UnusableValue("has no certificate; set cert_file or cert")))
        }
        guard let key = try pem(inline: .key, file: .keyFile) else {
            throw SettingError(place, .unusable(UnusableValue("has no key; set key_file or key")))
        }
        let tls = WebConfigurationTLSReader(
            entries: entries, certificate: certificate, key: key,
            clientAuthorities: try pem(inline: .clientAuthorities, file: .clientAuthoritiesFile))
        let (terms, remarks) = try tls.read()
        configuration.remarks += remarks
        return terms
    }

    private func pem(
        inline: WebConfigurationKey, file: WebConfigurationKey
    ) throws(SettingError) -> WebConfiguration.PEM? {
        let text = try entries.text(inline)
        guard let path = try self.file(file) else {
            return text.map { WebConfiguration.PEM(.inline($0), place: place(inline)) }
        }
        guard text == nil else {
            throw SettingError(
                place(file), .unusable(UnusableValue("is set, and so is \(inline.rawValue); keep one of them")))
        }
        return WebConfiguration.PEM(.file(path: path), place: place(file))
    }

    /// A path, relative to the folder of the configuration file unless it is absolute.
    private func file(_ key: WebConfigurationKey) throws(SettingError) -> String? {
        try entries.value(key) { text throws(UnusableValue) in
            // Not repeated: it may be a private key.
            guard !text.contains(where: \.isNewline) else {
                throw UnusableValue(
                    "holds lines, and so is no path; what stands in a file goes behind the key without _file")
            }
            let path = try SettingFormat.path.read(text)
            return path.hasPrefix("/") ? path : folder + path
        }
    }

    private mutating func remark(_ key: WebConfigurationKey, _ sentence: String) {
        configuration.remarks.append("\(place(key)): \(sentence)")
    }

    private func place(_ key: WebConfigurationKey) -> String {
        entries.place(of: key) ?? "\(entries.path): \(key.rawValue)"
    }

    static func truth(_ text: String) throws(UnusableValue) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: throw UnusableValue(text, "is neither true nor false")
        }
    }
}
