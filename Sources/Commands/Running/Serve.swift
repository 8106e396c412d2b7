import BudgetExporter
import Catalogue
import FoundationEssentials
import Glibc
import LiteLLMAdmin
import Logging
import Persistence
import Polling
import ServiceLifecycle
import Serving
import Threading
import UnixSignals

/// `serve`: watches the proxy until it is told to stop.
struct Serve {
    private let resolved: ResolvedSettings

    init(_ resolved: ResolvedSettings) {
        self.resolved = resolved
    }

    func run(amending amend: @escaping @Sendable (inout Exporter.Configuration) -> Void) async throws -> ExitCode {
        // Neither ends the program while it starts: the configuration is read just now, and a log that nobody reads is told of
        // where it is written.
        signal(SIGHUP, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let access = try resolved.proxyAccess()
        let logLevel = Published(resolved.settings.log.level)
        let logger = Logger(resolved.settings.log, level: logLevel)
        resolved.warnings.forEach { logger.warning("\($0)") }
        if access.url.isPlainHTTP, !access.url.isLoopback {
            logger.warning(
                "the key travels unencrypted; use https where others can listen", metadata: ["url": "\(access.url)"])
        }
        let (stateFile, obstacle) = StateLocation.ofThisProcess.file(
            for: resolved.settings.state.file, proxy: "\(access.url)")
        logStart(at: access, keepingStateIn: stateFile?.path, logger)
        if let obstacle {
            logger.info("no state is kept, so that a restart begins histories anew: \(obstacle); see --state-file")
        }
        @Sendable func configuration(_ resolved: ResolvedSettings) throws -> Exporter.Configuration {
            var configuration = try Exporter.Configuration(resolved.settings, resolved.proxyAccess())
            configuration.polling.stateFile = stateFile
            amend(&configuration)
            return configuration
        }
        let reread = RereadConfiguration(
            resolved: resolved, logLevel: logLevel, logger: logger, configuration: configuration)
        try await Self.run(
            try configuration(resolved), logger, greets: resolved.settings.log.format == .logfmt,
            readConfiguration: reread.callAsFunction)
        return .success
    }

    private func logStart(at access: ProxyAccess, keepingStateIn stateFile: String?, _ logger: Logger) {
        let settings = resolved.settings
        let facts = [
            ("version", ExporterVersion.current), ("url", "\(access.url)"), ("mode", settings.poll.mode.rawValue),
            ("config_file", settings.configurationFile), ("web_config_file", settings.web.configurationFile),
            ("state_file", stateFile),
        ].compactMap { name, fact in fact.map { (name, "\($0.asOneLine)" as Logger.MetadataValue) } }
        logger.info("starting", metadata: Dictionary(uniqueKeysWithValues: facts))
    }

    /// Runs an exporter, and beside it what it needs, until a signal ends them.
    ///
    /// - Parameters:
    ///   - watch: What was seen before; by default nothing.
    ///   - greets: Whether a person is told where to look; not where all that is written is to be JSON.
    ///   - readConfiguration: Called at each `SIGHUP`; nil where the signal ends the program as any other.
    static func run(
        _ configuration: Exporter.Configuration, watch: Watch? = nil, _ logger: Logger, greets: Bool,
        readConfiguration: Exporter.ConfigurationReader? = nil
    ) async throws {
        let scheme = try configuration.server.validatedScheme()
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        let exporter = Exporter(
            configuration, watch: watch, logger: logger, readConfiguration: readConfiguration
        ) { port in
            if greets { StandardStream.output.print(greeting(configuration.server, scheme, port: port)) }
            manager?.tell(.ready)
        } onPublishing: {
            manager?.tell(.alive)
        }
        // At debug level the library would print each service with all that it holds.
        var lifecycleLogger = logger
        lifecycleLogger.logLevel = max(logger.logLevel, .notice)
        var services = exporter.services()
        if readConfiguration != nil {
            // From now on, not from whenever the service begins: the signal would end the program.
            services.append(HangupSignals(signals: await UnixSignalsSequence(trapping: .sighup), exporter: exporter))
        }
        // The last is the first to be stopped.
        services.append(StoppingNotice(manager: manager, logger: logger))
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: lifecycleLogger)
        group.maximumGracefulShutdownDuration = .seconds(10)
        try await ServiceGroup(configuration: group).run()
    }

    /// What a person who has just started the exporter wants to know: where to look.
    private static func greeting(_ server: ExporterServer.Configuration, _ scheme: String, port: Int) -> String {
        var address = server.listenAddress
        address.port = port
        if address.host == nil { address.host = "localhost" }
        return "litellm-budget-exporter \(server.version): open \(scheme)://\(address)/"
            + " (metrics at \(scheme)://\(address)\(server.telemetryPath.text))"
    }
}

extension Logger {
    /// - Parameter level: Where the level may change while the program runs.
    init(_ settings: Settings.Log, level: Published<Settings.Log.Level>? = nil) {
        self.init(label: "litellm-budget-exporter") { _ in LogLines(settings, level: level) }
    }
}
