import BudgetExporter
import Catalogue
import Curl
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Polling
import Serving
import TestSupport
import Threading

/// The exporter, wired as it is delivered, that reads a simulated LiteLLM through a ``FaultProxy``.
struct ExporterBehindFaults: Sendable {
    let litellm: SimulatedLiteLLM
    let connection: FaultProxy
    let time: ShiftedTime
    let log: RecordedLog
    let port: Int
    private let client: HTTPClient

    /// Starts all of it, runs `body`, and stops all of it.
    ///
    /// - Parameter configure: Applied to settings that differ from those that are delivered by their haste alone.
    static func with(
        tls: FaultProxy.TLSTerms? = nil, configure: (inout Exporter.Configuration) -> Void = { _ in },
        _ body: (ExporterBehindFaults) async throws -> Void
    ) async throws {
        let time = ShiftedTime()
        let log = RecordedLog(level: .info)
        try await SimulatedLiteLLM.with { litellm in
            try await FaultProxy.with(.upstream(port: litellm.port), tls: tls) { connection in
                var configuration = try hasty(reading: connection.url)
                configuration.client.caFile = tls?.caFile
                configure(&configuration)
                try await RunningServices.with { onListening in
                    Exporter(configuration, time: time, logger: log.logger, onListening: onListening).services()
                } _: { port in
                    try await body(
                        ExporterBehindFaults(
                            litellm: litellm, connection: connection, time: time, log: log, port: port,
                            client: HTTPClient(.toExporter)))
                }
            }
        }
    }

    private static func hasty(reading url: String) throws -> Exporter.Configuration {
        var client = HTTPClient.Configuration()
        client.proxy = .direct
        var proxy = AdminAPI.Configuration(baseURL: try BaseURL(url))
        // Enough for what is read here, so that what is too large need not be large.
        proxy.maximumBodyBytes = 100_000
        var polling = Poller.Configuration()
        polling.teamsInterval = .milliseconds(300)
        polling.keysInterval = .milliseconds(300)
        polling.backOff = BackOff(first: .milliseconds(100), longest: .milliseconds(300), unavailable: .seconds(300))
        polling.details = .off
        // No machine is too busy for that.
        polling.maximumDuty = 1
        var server = ExporterServer.Configuration(version: ExporterVersion.current)
        server.listenAddress = ListenAddress(host: "127.0.0.1", port: 0)
        return Exporter.Configuration(
            client: client, proxy: proxy, credential: .fixed(Secret(Population.viewerKey)), polling: polling,
            rendering: Renderer.Configuration(), server: server)
    }

    /// The first page with which a condition holds; each page on the way is looked at.
    @discardableResult
    func page(
        where what: String, look: (ExpositionPage) -> Void = { _ in }, _ holds: (ExpositionPage) async -> Bool
    ) async throws -> ExpositionPage {
        try await client.page(of: port, where: what, look: look, context: { "\(log.lines.suffix(20))" }, holds)
    }

    /// A page that tells what LiteLLM knows.
    @discardableResult
    func truePage() async throws -> ExpositionPage {
        try await page(where: "LiteLLM's numbers") { await litellm.isTold(by: $0) }
    }

    /// Lines from a number on, without those about how often sweeps begin: that follows the machine's load.
    func lines(from start: Int) -> [String] {
        log.lines.dropFirst(start).filter { !$0.contains(" begin every ") }
    }
}
