import Exposition
import Logging
import Polling
import ServiceLifecycle
import Serving
import TestSupport
import Threading

/// A server on a free port of the loopback interface, for the length of a test.
struct RunningServer: Sendable {
    let port: Int
    let time: ManualTime
    let snapshots: Published<Snapshot?>
    let log: RecordedLog
    private let group: ServiceGroup
    private let end: AsyncStream<Never>

    /// Begins the graceful shutdown; does not wait for it.
    func stop() async {
        await group.triggerGracefulShutdown()
    }

    /// Waits until the server has ended; once in a test.
    func hasEnded() async {
        for await _ in end {}
    }

    func publish(_ exposition: Exposition) {
        snapshots.publish(Snapshot(exposition: exposition, report: .sample(at: time), madeAt: time.uptime))
    }

    func publish(_ report: Report) {
        snapshots.publish(Snapshot(exposition: .sample, report: report, madeAt: time.uptime))
    }

    /// Asks over a connection of its own.
    func ask(_ method: String = "GET", _ path: String, _ headers: [String] = []) async throws -> Reply {
        try await TestConnection.with(port: port) { try await $0.ask(method, path, headers) }
    }

    /// Starts a server, runs `body`, and stops the server.
    ///
    /// - Parameter snapshot: What is served first; by default nothing yet.
    static func with(
        _ change: (inout ExporterServer.Configuration) -> Void = { _ in },
        snapshot: (ManualTime) -> Snapshot? = { _ in nil },
        course: @escaping SpendCourse = { _ in [] }, reload: @escaping Reload = { nil },
        certificateReload: Published<ReloadStatus?> = Published(nil), logLevel: Logger.Level = .trace,
        _ body: (RunningServer) async throws -> Void
    ) async throws {
        var configuration = ExporterServer.Configuration(version: "1.2.3")
        configuration.listenAddress = ListenAddress(host: "127.0.0.1", port: 0)
        change(&configuration)
        let time = ManualTime()
        let snapshots = Published(snapshot(time))
        let log = RecordedLog(level: logLevel)
        let (ports, onListening) = AsyncStream.makeStream(of: Int.self)
        let (end, onEnd) = AsyncStream.makeStream(of: Never.self)
        let server = ExporterServer(
            configuration, snapshots: snapshots, time: time, logger: log.logger,
            onListening: { onListening.yield($0) }, certificateReload: certificateReload, course: course,
            reload: reload)
        let silence = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(configuration: .init(services: [server], logger: silence))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                defer {
                    onListening.finish()
                    onEnd.finish()
                }
                try await group.run()
            }
            for await port in ports.prefix(1) {
                try await body(
                    RunningServer(port: port, time: time, snapshots: snapshots, log: log, group: group, end: end))
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
