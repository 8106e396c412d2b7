import Catalogue
import Glibc
import LiteLLMAdmin
import Polling

/// The rules that hold between settings, or between settings and the machine.
struct SettingsChecks {
    let settings: Settings
    let provenance: [ResolvedSetting]

    private var intervals: [(name: String, interval: Duration)] {
        [("poll.teams-interval", settings.poll.teamsInterval), ("poll.keys-interval", settings.poll.keysInterval)]
            + settings.poll.others.filter(\.isOn).map { ("poll.\($0.source.rawValue)-interval", $0.interval) }
    }

    /// What no command can run with.
    func run() throws(SettingError) {
        let litellm = settings.litellm
        if litellm.apiKey != nil, litellm.apiKeyFile != nil {
            throw SettingError(
                self["litellm.api-key"].place, .keyAndKeyFile(file: self["litellm.api-key-file"].place))
        }
        if litellm.clientKeyFile != nil, litellm.clientCertificateFile == nil {
            throw SettingError(self["litellm.client-key-file"].place, .clientKeyAlone)
        }
        var labels = Renderer.Configuration()
        do { try labels.showMetadata(settings.labels.metadata) } catch {
            throw SettingError(self["metadata-label"].place, .sameLabel("\(error)"))
        }
        try checkStaleness()
        try checkMode()
    }

    private var patterns: [(name: String, patterns: [GlobPattern])] {
        let accounts = settings.accounts
        return [
            ("include-team", accounts.includedTeams), ("exclude-team", accounts.excludedTeams),
            ("include-key", accounts.includedKeys), ("exclude-key", accounts.excludedKeys),
        ]
    }

    /// What has no effect in a mode would make it watch something else than was meant.
    private func checkMode() throws(SettingError) {
        let isListed = settings.poll.mode == .listed
        for (name, patterns) in patterns where settings.poll.mode != .discover && !patterns.isEmpty {
            throw SettingError(self[name].place, .patternWithoutList)
        }
        if isListed, settings.poll.teamIDs.isEmpty, settings.poll.keyHashes.isEmpty {
            throw SettingError(self["poll.mode"].place, .nothingListed)
        }
        for source in settings.poll.others where settings.poll.mode == .own && source.isOn {
            throw SettingError(self["poll.\(source.source.rawValue)"].place, .notInSelfMode)
        }
        for (name, list) in [("poll.team-id", settings.poll.teamIDs), ("poll.key-hash", settings.poll.keyHashes)]
        where !isListed && !list.isEmpty {
            throw SettingError(self[name].place, .listWithoutMode)
        }
    }

    /// The default adapts to longer intervals by itself; who sets a number is told when it cannot hold.
    private func checkStaleness() throws(SettingError) {
        let stale = self["poll.stale-after"]
        guard stale.origin != .builtIn else { return }
        for (name, interval) in intervals where settings.poll.staleAfter < interval * 3 {
            throw SettingError(
                stale.place,
                .staleTooSoon(stale: settings.poll.staleAfter, interval: interval, ofSetting: self[name].place))
        }
    }

    /// What is allowed but most likely not meant.
    var warnings: [String] {
        intervals.filter { $0.interval < .seconds(15) }.map { name, interval in
            "\(self[name].place): \"\(DurationText.show(interval))\" is shorter than LiteLLM takes to write spend "
                + "(10 to 15 s); 15s is as fresh, and gentler on the proxy"
        }
    }

    /// How to reach the proxy, for the commands that do.
    func proxyAccess() throws(SettingError) -> ProxyAccess {
        guard let url = settings.litellm.url else {
            throw SettingError(
                self["litellm.url"].place,
                .missing(
                    mend:
                        "give the address of your LiteLLM proxy by it or by LITELLM_URL, and a key by LITELLM_API_KEY, "
                        + "or try the command demo"))
        }
        let names = ["litellm.ca-file", "litellm.client-certificate-file", "litellm.client-key-file"]
        let files = [settings.litellm.caFile, settings.litellm.clientCertificateFile, settings.litellm.clientKeyFile]
        for (name, path) in zip(names, files) {
            guard let path, access(path, R_OK) != 0 else { continue }
            let complaint = "\(path) cannot be read: \(String(cString: strerror(errno)))"
            throw SettingError(self[name].place, .unreadableFile(complaint))
        }
        return ProxyAccess(url: url, credential: try credential())
    }

    private func credential() throws(SettingError) -> Credential {
        let credential: Credential
        let place: String
        if let key = settings.litellm.apiKey {
            (credential, place) = (.fixed(key), self["litellm.api-key"].place)
        } else if let path = settings.litellm.apiKeyFile {
            (credential, place) = (.file(path: path), self["litellm.api-key-file"].place)
        } else {
            throw SettingError(
                self["litellm.api-key"].place,
                .missing(mend: "set it to a key of the proxy, or name a file that holds it with --litellm.api-key-file")
            )
        }
        do { _ = try credential.secret() } catch { throw SettingError(place, .credential("\(error)")) }
        return credential
    }

    /// - Precondition: There is a setting of this name.
    private subscript(name: String) -> ResolvedSetting {
        guard let setting = provenance.first(where: { $0.declaration.name == name }) else {
            preconditionFailure("no setting is called \(name)")
        }
        return setting
    }
}
