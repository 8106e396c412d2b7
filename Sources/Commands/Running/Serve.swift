import BudgetExporter
import FoundationEssentials
import Glibc
import LiteLLMAdmin
import Logging
import Polling
import ServiceLifecycle
import Serving
import UnixSignals

/// `serve`: watches the proxy until it is told to stop.
struct Serve {
    private let resolved: ResolvedSettings

    init(_ resolved: ResolvedSettings) {
        self.resolved = resolved
    }

    func run(amending amend: (inout Exporter.Configuration) -> Void) async throws -> ExitCode {
        let access = try resolved.proxyAccess()
        var configuration = try Exporter.Configuration(resolved.settings, access)
        let logger = Logger(resolved.settings.log)
        resolved.warnings.forEach { logger.warning("\($0)") }
        if access.url.isPlainHTTP, !access.url.isLoopback {
            logger.warning(
                "the key travels unencrypted; use https where others can listen", metadata: ["url": "\(access.url)"])
        }
        let location = StateLocation(
            environment: ProcessInfo.processInfo.environment, isRoot: geteuid() == 0, proxy: "\(access.url)")
        let (stateFile, obstacle) = location.file(for: resolved.settings.state.file)
        if let obstacle {
            logger.info("no state is kept, so that a restart begins histories anew: \(obstacle); see --state-file")
        }
        configuration.polling.stateFile = stateFile
        amend(&configuration)
        try await Self.run(configuration, logger)
        return .success
    }

    /// Runs an exporter, and beside it what it needs, until a signal ends them.
    static func run(_ configuration: Exporter.Configuration, _ logger: Logger) async throws {
        let scheme = try configuration.server.validatedScheme()
        let manager = ServiceManager(environment: ProcessInfo.processInfo.environment)
        let exporter = Exporter(configuration, logger: logger) { port in
            StandardStream.output.print(greeting(configuration.server, scheme, port: port))
            manager?.tell(.ready)
        } onPublishing: {
            manager?.tell(.alive)
        }
        // At debug level the library would print each service with all that it holds.
        var lifecycleLogger = logger
        lifecycleLogger.logLevel = max(logger.logLevel, .notice)
        var services = exporter.services()
        // The last is the first to be stopped.
        if let manager { services.append(StoppingNotice(manager: manager)) }
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
    init(_ settings: Settings.Log) {
        self.init(label: "litellm-budget-exporter") { _ in LogLines(settings) }
    }
}
