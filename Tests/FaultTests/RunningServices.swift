import Logging
import ServiceLifecycle

enum RunningServices {
    /// Runs services from when they listen until `body` returns.
    ///
    /// - Parameter services: Made with what is to be told the port.
    static func with(
        _ services: (@escaping @Sendable (Int) async -> Void) -> [any Service], _ body: (Int) async throws -> Void
    ) async throws {
        let (ports, onListening) = AsyncStream.makeStream(of: Int.self)
        let silence = Logger(label: "services") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(
            configuration: .init(services: services { onListening.yield($0) }, logger: silence))
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                defer { onListening.finish() }
                try await group.run()
            }
            for await port in ports.prefix(1) {
                try await body(port)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
