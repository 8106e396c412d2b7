import BudgetExporter
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Polling
import ServiceLifecycle
import Serving
import Threading

/// `demo`: a proxy with made-up data on loopback, watched.
struct Demo {
    private static let banner = "These budgets are made up: this is the demo, no real proxy is watched."

    private let settings: Settings

    init(_ resolved: ResolvedSettings) {
        settings = resolved.settings
    }

    func run() async throws -> ExitCode {
        let logger = Logger(settings.log)
        let time = SystemTime()
        let start = (time.now() - DemoHistory.length).unixSeconds
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        let (ports, portIsKnown) = AsyncStream.makeStream(of: Int.self)
        var quietLogger = logger
        // Where the simulated proxy listens is nobody's business.
        quietLogger.logLevel = max(logger.logLevel, .warning)
        let simulator = SimulatorServer(
            proxy, configuration: SimulatorServer.Configuration(), logger: quietLogger
        ) { port in
            portIsKnown.yield(port)
        }
        logger.warning("\(Self.banner)")
        let watch = try await DemoHistory(
            proxy: proxy, configuration: Poller.Configuration(demoSettings), present: time, logger: quietLogger
        ).watched()
        let simulation = ServiceGroup(services: [simulator], logger: quietLogger)
        try await withThrowingTaskGroup { group in
            group.addTask {
                // Whoever waits for the port must not wait for one that never comes.
                defer { portIsKnown.finish() }
                try await simulation.run()
            }
            var failure: (any Error)?
            do {
                if let port = await ports.first(where: { _ in true }) {
                    try await Serve.run(
                        try configuration(proxyPort: port), watch: watch, logger, greets: settings.log.format == .logfmt
                    )
                }
            } catch {
                failure = error
            }
            await simulation.triggerGracefulShutdown()
            try await group.waitForAll()
            if let failure { throw failure }
        }
        return .success
    }

    /// Whoever looks at made-up data wants to see all that there is.
    private var demoSettings: Settings {
        var settings = settings
        settings.litellm.keyHeader = "Authorization"
        for index in settings.poll.others.indices { settings.poll.others[index].isOn = true }
        return settings
    }

    /// The settings, but for the proxy that they name.
    private func configuration(proxyPort: Int) throws -> Exporter.Configuration {
        let access = ProxyAccess(
            url: try BaseURL("http://127.0.0.1:\(proxyPort)"), credential: .fixed(Secret(Population.viewerKey)))
        var configuration = try Exporter.Configuration(demoSettings, access)
        configuration.client.proxy = .direct
        configuration.server.banner = Self.banner
        return configuration
    }
}
