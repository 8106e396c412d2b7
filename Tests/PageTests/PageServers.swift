import Exposition
import Logging
import Polling
import ServiceLifecycle
import Serving
import TestSupport
import Threading

/// A server for each of some reports, on free ports of the loopback interface.
enum PageServers {
    /// - Parameter body: Told where each of them is.
    static func with(
        _ sites: [String: SamplePages.Site], _ body: @Sendable ([String: String]) async throws -> Void
    ) async throws {
        let time = ManualTime(now: SampleTeams.now)
        let silence = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (listening, onListening) = AsyncStream.makeStream(of: (site: String, port: Int).self)
        let servers = sites.map { name, site in
            var configuration = ExporterServer.Configuration(version: "1.2.3")
            configuration.listenAddress = ListenAddress(host: "127.0.0.1", port: 0)
            configuration.banner = site.banner
            let snapshot = site.report.map { report in
                Snapshot(exposition: Exposition([]), report: report, madeAt: time.uptime)
            }
            return ExporterServer(
                configuration, snapshots: Published(snapshot), time: time, logger: silence,
                onListening: { onListening.yield((name, $0)) }, course: { SamplePages.course(of: $0) })
        }
        let group = ServiceGroup(configuration: .init(services: servers, logger: silence))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                defer { onListening.finish() }
                try await group.run()
            }
            var urls: [String: String] = [:]
            for await (site, port) in listening {
                urls[site] = "http://127.0.0.1:\(port)"
                if urls.count == sites.count { break }
            }
            try await body(urls)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
