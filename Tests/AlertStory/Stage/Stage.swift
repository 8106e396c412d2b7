import FoundationEssentials
import LiteLLMSimulator
import Logging
import ServiceLifecycle
import TestSupport
import Threading

/// The programs of the story, each a process of its own on a port of its own: Prometheus and Alertmanager with the shipped
/// files, and the exporter, which the story starts and kills. The proxy and the receiver of notifications live in this
/// process.
struct Stage: Sendable {
    let timescale: Timescale
    let proxy: SimulatedProxy
    private let programs: Programs
    private let folder: ScratchFolder
    private let exporterPort: ReservedPort
    private let proxyURL: String

    /// Sets everything up but the exporter, runs `body`, and ends everything.
    static func with<Result: Sendable>(
        _ programs: Programs, _ timescale: Timescale, _ proxy: SimulatedProxy, _ past: Past,
        onNotification: @escaping @Sendable (Notification) async -> Void,
        _ body: @Sendable (Stage) async throws -> Result
    ) async throws -> Result {
        let files = try AlertFiles.shipped()
        let (alertmanagerPort, prometheusPort) = (try ReservedPort(), try ReservedPort())
        let exporterPort = try ReservedPort()
        return try await ScratchFolder.with { folder in
            return try await beside({ WebhookReceiver(onNotification: onNotification, onListening: $0) }) { webhook in
                let factor = timescale.factor
                try folder.write(
                    "alertmanager.yml", try files.dividedAlertmanager(by: factor, webhookPort: webhook))
                let rules = try folder.write("rules.yml", try files.dividedRules(by: factor))
                try folder.write(
                    "prometheus.yml",
                    try files.dividedPrometheus(
                        by: factor, exporterPort: exporterPort.number, alertmanagerPort: alertmanagerPort.number,
                        rulesFile: rules))
                return try await alertmanager(programs, folder, alertmanagerPort.number) {
                    try await prometheus(programs, folder, prometheusPort.number, timescale) {
                        try await beside({ simulator(of: proxy, $0) }) { proxyPort in
                            let stage = Stage(
                                timescale: timescale, proxy: proxy, programs: programs, folder: folder,
                                exporterPort: exporterPort, proxyURL: "http://127.0.0.1:\(proxyPort)")
                            try await past.write(
                                to: folder.path("state"), of: stage.proxyURL, before: SystemTime().now())
                            return try await body(stage)
                        }
                    }
                }
            }
        }
    }

    /// Runs the exporter beside `body`.
    func withExporter<Result: Sendable>(_ body: @Sendable (ChildProcess) async throws -> Result) async throws -> Result
    {
        try await ChildProcess.with(
            programs.exporter,
            [
                "--litellm.url", proxyURL, "--state-file", folder.path("state"),
                "--web.listen-address", "127.0.0.1:\(exporterPort.number)",
                // A tenth of half a second is too little for a debug build on a busy machine.
                "--poll.max-duty", "1",
                // Which accounts are near their limits, and so whether details are read at all, changes in an outage.
                "--poll.details", "off",
            ],
            environment: ["LITELLM_API_KEY": Population.viewerKey, "HASTE": "\(timescale.factor)"]
        ) { exporter in
            try await exporter.line(containing: ": open http://")
            return try await body(exporter)
        }.result
    }

    /// Lets the proxy's time be that of the world, before something is done to it.
    func bringUpToDate() async {
        await proxy.advance(to: SystemTime().now().unixSeconds)
    }

    private static func alertmanager<Result: Sendable>(
        _ programs: Programs, _ folder: ScratchFolder, _ port: Int, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with(
            programs.alertmanager,
            [
                "--config.file=\(folder.path("alertmanager.yml"))", "--storage.path=\(folder.path("alertmanager"))",
                "--web.listen-address=127.0.0.1:\(port)", "--cluster.listen-address=",
            ]
        ) { alertmanager in
            try await alertmanager.line(containing: "Listening on")
            return try await body()
        }.result
    }

    private static func prometheus<Result: Sendable>(
        _ programs: Programs, _ folder: ScratchFolder, _ port: Int, _ timescale: Timescale,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        func flag(_ name: String, _ span: Duration) -> String {
            "--\(name)=\(Int(timescale.real(span).seconds * 1000))ms"
        }
        return try await ChildProcess.with(
            programs.prometheus,
            [
                "--config.file=\(folder.path("prometheus.yml"))", "--storage.tsdb.path=\(folder.path("prometheus"))",
                "--web.listen-address=127.0.0.1:\(port)",
                // Its own spans, by default in the story's time.
                flag("query.lookback-delta", .minutes(5)), flag("rules.alert.for-outage-tolerance", .hours(1)),
                flag("rules.alert.for-grace-period", .minutes(10)),
                // Its default would be a minute. What Alertmanager has not heard of for four times as long counts as over,
                // and that must not be a breath of a busy machine.
                flag("rules.alert.resend-delay", .minutes(5)),
            ]
        ) { prometheus in
            try await prometheus.line(containing: "Server is ready")
            return try await body()
        }.result
    }

    private static func simulator(
        of proxy: SimulatedProxy, _ onListening: @escaping @Sendable (Int) async -> Void
    ) -> SimulatorServer {
        SimulatorServer(
            proxy, configuration: SimulatorServer.Configuration(),
            logger: Logger(label: "simulator") { _ in SwiftLogNoOpLogHandler() }, onListening: onListening)
    }

    /// Runs a service of this process beside `body`, which is told its port.
    private static func beside<Result: Sendable>(
        _ service: (@escaping @Sendable (Int) async -> Void) -> any Service,
        _ body: @Sendable (_ port: Int) async throws -> Result
    ) async throws -> Result {
        let (ports, portIsKnown) = AsyncStream.makeStream(of: Int.self)
        let group = ServiceGroup(
            services: [service { portIsKnown.yield($0) }],
            logger: Logger(label: "story") { _ in SwiftLogNoOpLogHandler() })
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { portIsKnown.finish() }
                try await group.run()
            }
            let outcome: Swift.Result<Result, any Error>
            do {
                guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
                outcome = .success(try await body(port))
            } catch { outcome = .failure(error) }
            await group.triggerGracefulShutdown()
            try? await tasks.waitForAll()
            return try outcome.get()
        }
    }
}
