import BudgetExporter
import CMalloc
import Catalogue
import Curl
import FoundationEssentials
import Glibc
import LiteLLMAdmin
import LiteLLMSimulator
import Logging
import Persistence
import Polling
import ServiceLifecycle
import Serving
import TestSupport
import Threading

/// Runs the exporter, wired as it is delivered, over weeks of a clock that moves as fast as it can follow:
///
///     Soak SWEEPS SECONDS
///
/// so many sweeps of teams, so many seconds apart. It reads a simulated LiteLLM over loopback, keeps its ledgers in a file
/// and is scraped after each sweep, while accounts come, spend and go and LiteLLM fails now and then. Ledgers of accounts
/// that are gone are kept for a week, so that the first quarter of the sweeps should take longer than that.
///
/// It fails where the last quarter holds more than the second did, or something is not well at the end of a quarter.
@main struct Soak {
    /// What more the last quarter may hold.
    private static let tolerance = 0.02

    static func main() async {
        // As the exporter's own program does.
        _ = mallopt(M_ARENA_MAX, 1)
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] >= 40, numbers[1] > 0 else {
            say("Soak SWEEPS SECONDS: at least 40 sweeps, so many seconds apart")
            exit(2)
        }
        let (sweeps, interval) = (numbers[0], Duration.seconds(numbers[1]))
        let started = ContinuousClock.now
        do {
            let footprints = try await ScratchFolder.with { folder in
                try await run(sweeps: sweeps, interval: interval, state: folder.path("state.db"))
            }
            let days = interval.seconds * Double(sweeps) / 86_400
            say("\(sweeps) sweeps, \(Int(days)) days, in \(Int((ContinuousClock.now - started).seconds)) s")
            exit(judge(footprints) ? 0 : 1)
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    private static func run(sweeps: Int, interval: Duration, state: String) async throws -> [Footprint] {
        let time = ManualTime()
        let litellm = ChangingProxy(at: time.now())
        let (litellmPort, ownPort) = (try ReservedPort(), try ReservedPort())
        defer { withExtendedLifetime((litellmPort, ownPort)) {} }
        let silence = Logger(label: "soak") { _ in SwiftLogNoOpLogHandler() }
        var simulator = SimulatorServer.Configuration()
        simulator.port = litellmPort.number
        simulator.speed = 0
        let exporter = Exporter(
            try configuration(litellmPort.number, ownPort.number, interval: interval, state: state), time: time,
            logger: silence)
        var services: [any Service] = [SimulatorServer(litellm.proxy, configuration: simulator, logger: silence)]
        services += exporter.services()
        let group = ServiceGroup(configuration: .init(services: services, logger: silence))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let scraper = Scraper(port: ownPort.number)
            var footprints: [Footprint] = []
            // What is measured with must not grow itself.
            footprints.reserveCapacity(sweeps)
            for sweep in 1...sweeps {
                await litellm.change(sweep)
                // Sweeps begin up to a tenth early, and pages wait for each other on this clock.
                time.advance(by: interval * 0.9)
                try await pass(interval * 0.02, time, litellm, until: "sweep \(sweep)", scraper) {
                    await scraper.sweeps().map { $0 >= sweep }
                }
                footprints.append(Footprint.current())
                if sweep % max(1, sweeps / 20) == 0 { say("sweep \(sweep): \(footprints[sweep - 1])") }
                guard sweep % (sweeps / 4) == 0 else { continue }
                // What does nothing any more is flat too.
                try await pass(interval * 0.02, time, litellm, until: "all is well after sweep \(sweep)", scraper) {
                    await scraper.isWell(
                        teams: ChangingProxy.teams, keys: ChangingProxy.teams * ChangingProxy.keysPerTeam)
                }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return footprints
        }
    }

    /// Lets time pass, step by step, until a condition holds, which is nil while nothing is served.
    private static func pass(
        _ step: Duration, _ time: ManualTime, _ litellm: ChangingProxy, until what: String, _ scraper: Scraper,
        _ holds: () async -> Bool?
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            switch await holds() {
            case true?: return
            case false?:
                time.advance(by: step)
                await litellm.advance(to: time.now())
            // What was served is too old. Time hardly passes until there is something new; it would never come if the
            // last leap was while a page was made, as the next one is made by the clock.
            case nil:
                time.advance(by: .seconds(1))
                try await Task.sleep(for: .milliseconds(20))
            }
            guard ContinuousClock.now < deadline else {
                throw Scraper.TookTooLong(description: "not within a minute: \(what)\n\(await scraper.health())")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    private static func configuration(
        _ litellmPort: Int, _ ownPort: Int, interval: Duration, state: String
    ) throws -> Exporter.Configuration {
        let url = "http://127.0.0.1:\(litellmPort)"
        var client = HTTPClient.Configuration()
        client.proxy = .direct
        var polling = Poller.Configuration()
        polling.teamsInterval = interval
        polling.keysInterval = interval
        polling.otherIntervals = [.users: interval]
        // A round reads each account by itself, which takes the simulator longer than all else.
        polling.details = .off
        polling.maximumDuty = 1
        polling.stateFile = LedgerFile(path: state, proxy: url)
        var server = ExporterServer.Configuration(version: ExporterVersion.current)
        server.listenAddress = ListenAddress(host: "127.0.0.1", port: ownPort)
        return Exporter.Configuration(
            client: client, proxy: AdminAPI.Configuration(baseURL: try BaseURL(url)),
            credential: .fixed(Secret(Population.viewerKey)), polling: polling, rendering: Renderer.Configuration(),
            server: server)
    }

    /// Prints a line at once, wherever it goes.
    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        write(STDOUT_FILENO, bytes, bytes.count)
    }

    /// Prints what each quarter held on average and at least, and tells whether the last one held no more than the second.
    ///
    /// A leak raises both. The average alone also rises where more looks than before met a page that was being made.
    private static func judge(_ footprints: [Footprint]) -> Bool {
        let size = footprints.count / 4
        let quarters = (0..<4).map { footprints[($0 * size)..<(($0 + 1) * size)] }
        let means = quarters.map { Footprint.mean(of: $0) }
        let leasts = quarters.map { Footprint.least(of: $0) }
        for number in 0..<4 { say("quarter \(number + 1): \(means[number]) on average, \(leasts[number]) at least") }
        var isFlat = true
        for (name, value) in Footprint.measures {
            let growths = [means, leasts].map { value($0[3]) / value($0[1]) - 1 }
            let percents = growths.map { "\(Double(Int($0 * 10_000)) / 100) %" }.joined(separator: " on average, ")
            let isWithin = growths.contains { $0 <= tolerance }
            say("\(name): \(percents) at least, from the second quarter to the last\(isWithin ? "" : ", TOO MUCH")")
            isFlat = isFlat && isWithin
        }
        return isFlat
    }
}
