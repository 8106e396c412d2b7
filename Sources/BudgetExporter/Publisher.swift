import Catalogue
import Polling
import ServiceLifecycle
import Serving
import Threading

/// Renders a new page whenever something has changed, has become too old, or enough time has passed.
struct Publisher: Service {
    /// So that `litellm_up`, ages and the process's own numbers move when polls do not.
    private static let heartbeat: Duration = .seconds(15)
    /// An account that becomes too old this instant must not make the loop spin.
    private static let shortestDelay: Duration = .milliseconds(100)

    let watch: Watch
    let appearance: Published<Appearance>
    let configurationReload: Published<ReloadStatus?>
    let certificateReload: Published<ReloadStatus?>
    let snapshots: Published<Snapshot?>
    let time: any TimeSource
    let changes: AsyncStream<Void>
    let signal: AsyncStream<Void>.Continuation
    let onPublishing: @Sendable () -> Void

    func run() async throws {
        var last: (rendering: Rendering, number: Int)?
        var alarm: Uptime?
        await withDiscardingTaskGroup { group in
            signal.yield()
            for await _ in changes.cancelOnGracefulShutdown() {
                let nextExpiry = await publish(&last)
                let now = time.uptime
                if let due = alarm, due <= now { alarm = nil }
                let due = min(now + Self.heartbeat, max(nextExpiry ?? now + Self.heartbeat, now + Self.shortestDelay))
                guard due < alarm ?? due + .seconds(1) else { continue }
                alarm = due
                group.addTask {
                    // Woken before the alarm is due, the loop would take it for one that is still to come, and set none.
                    try? await time.sleep(until: due)
                    signal.yield()
                }
            }
            group.cancelAll()
        }
        _ = await publish(&last)
    }

    private func publish(_ last: inout (rendering: Rendering, number: Int)?) async -> Uptime? {
        var report = await watch.report(at: time.uptime, time.now())
        report.configurationReload = configurationReload.value
        report.certificateReload = certificateReload.value
        let appearance = appearance.value
        let rendering = await appearance.renderer.render(
            report, process: .current(), after: last?.number == appearance.number ? last?.rendering : nil)
        snapshots.publish(
            Snapshot(
                exposition: rendering.exposition, report: report, madeAt: report.uptime,
                presentation: appearance.presentation))
        onPublishing()
        last = (rendering, appearance.number)
        return report.nextExpiry
    }
}
