import BudgetExporter
import ServiceLifecycle
import UnixSignals

/// Has the configuration read anew at each `SIGHUP`.
struct HangupSignals: Service {
    let signals: UnixSignalsSequence
    let exporter: Exporter

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in signals { await exporter.reload() }
        }
    }
}
