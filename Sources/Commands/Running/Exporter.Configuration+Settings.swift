import BudgetExporter
import Budgets
import Catalogue
import Curl
import LiteLLMAdmin
import Polling
import Serving

extension Exporter.Configuration {
    /// What each part of the exporter is told, in its own terms, from what the operator set.
    init(_ settings: Settings, _ access: ProxyAccess) throws(MetadataLabelError) {
        let rendering = try Renderer.Configuration(settings.labels)
        self.init(
            client: HTTPClient.Configuration(settings.litellm),
            proxy: AdminAPI.Configuration(settings, access.url),
            credential: access.credential,
            polling: Poller.Configuration(settings),
            rendering: rendering,
            presentation: Presentation(staleAfter: settings.poll.staleAfter, shownID: rendering.shownText),
            server: ExporterServer.Configuration(settings.web))
    }
}

extension HTTPClient.Configuration {
    init(_ settings: Settings.LiteLLM) {
        self.init()
        caFile = settings.caFile
        clientCertificate = settings.clientCertificateFile.map {
            HTTPClient.ClientCertificate(certificateFile: $0, keyFile: settings.clientKeyFile ?? $0)
        }
        acceptsCompression = settings.acceptsGzip
        connectTimeout = min(connectTimeout, settings.timeout)
        userAgent = "litellm-budget-exporter/\(ExporterVersion.current)"
    }
}

extension AdminAPI.Configuration {
    init(_ settings: Settings, _ url: BaseURL) {
        self.init(baseURL: url)
        keyHeader = settings.litellm.keyHeader
        timeout = settings.litellm.timeout
        metadataLabels = settings.labels.metadata
    }
}

extension Poller.Configuration {
    init(_ settings: Settings) {
        self.init()
        mode = settings.poll.mode
        teamsInterval = settings.poll.teamsInterval
        keysInterval = settings.poll.keysInterval
        listedTeams = settings.poll.teamIDs
        listedKeyHashes = settings.poll.keyHashes
        otherIntervals = Dictionary(
            uniqueKeysWithValues: settings.poll.others.filter(\.isOn).map { ($0.source, $0.interval) })
        details = settings.poll.details
        watchesMembers = settings.poll.watchesMembers
        maximumDuty = settings.poll.maximumDuty
        staleAfter = settings.poll.staleAfter
        teamFilter = AccountFilter(
            includes: settings.accounts.includedTeams, excludes: settings.accounts.excludedTeams)
        keyFilter = AccountFilter(includes: settings.accounts.includedKeys, excludes: settings.accounts.excludedKeys)
        limits = settings.accounts.limits
    }
}

extension Renderer.Configuration {
    init(_ settings: Settings.Labels) throws(MetadataLabelError) {
        self.init()
        showsLiteLLMNames = settings.showsLiteLLMNames
        teamLabel = settings.team
        keyHashLength = settings.keyHashLength
        showsEmailAddresses = settings.allowsEmail
        try showMetadata(settings.metadata)
    }
}

extension ExporterServer.Configuration {
    /// Makes sure that the web configuration can be used, with all files that it names.
    ///
    /// - Returns: What pages' addresses begin with.
    func validatedScheme() throws(SettingError) -> String {
        do {
            return try webConfiguration?.validate().tls == nil ? "http" : "https"
        } catch let error as SettingError {
            throw error
        } catch let error as WebConfigurationError {
            throw SettingError(error.place, .webConfiguration(error.explanation))
        } catch {
            throw SettingError("--web.config.file", .webConfiguration("\(error)"))
        }
    }

    init(_ settings: Settings.Web) {
        self.init(version: ExporterVersion.current)
        listenAddress = settings.listenAddress
        telemetryPath = settings.telemetryPath
        maximumConnections = settings.maximumConnections
        healthNeedsLogin = settings.healthNeedsLogin
        allowsReload = settings.allowsReload
        webConfiguration = settings.configurationFile.map { path in
            WebConfigurationFile(path: path) { try WebConfigurationReader.read(path, namedBy: "--web.config.file") }
        }
    }
}
