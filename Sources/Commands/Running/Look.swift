import BudgetExporter
import Curl
import LiteLLMAdmin
import Logging
import Polling
import Threading

/// One look at everything, for commands that do not stay.
struct Look {
    private let configuration: Exporter.Configuration
    private let logger: Logger
    private let time = SystemTime()
    private let client: HTTPClient

    init(_ configuration: Exporter.Configuration, _ logger: Logger) {
        self.configuration = configuration
        self.logger = logger
        client = HTTPClient(configuration.client)
    }

    /// The proxy's admin API, as the exporter would use it.
    var api: AdminAPI {
        AdminAPI(configuration.proxy, credential: configuration.credential, transport: client.execute)
    }

    /// - Parameter source: What is read; nil for everything.
    func report(of source: SourceID? = nil) async -> Report {
        let watch = Watch(configuration.polling)
        let (_, changes) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let poller = Poller(
            configuration.polling, proxy: configuration.proxy, credential: configuration.credential,
            transport: client.execute, watch: watch, time: time, logger: logger, changes: changes)
        if let source { await poller.sweepOnce(source) } else { await poller.sweepOnce() }
        return await watch.report(at: time.uptime, time.now())
    }
}
