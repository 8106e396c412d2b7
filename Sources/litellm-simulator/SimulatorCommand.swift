import ArgumentParser
import LiteLLMSimulator
import Logging
import ServiceLifecycle
import UnixSignals

/// Serves a simulated LiteLLM proxy until it is told to stop.
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "litellm-simulator",
        abstract: "A LiteLLM proxy with made-up teams and keys that spend money.",
        discussion: """
            Answers the admin API as LiteLLM 1.106.2 does: /v2/team/list, /team/info, /key/list, /key/info and health. \
            Without --teams and --keys it plays a company of twelve teams.

            POST /simulator/faults breaks it, DELETE /simulator/faults mends it:
              curl -d '{"effect":"database-outage"}' http://127.0.0.1:4001/simulator/faults
            """)

    @Option(help: ArgumentHelp("Where to listen. Port 0 takes a free one.", valueName: "host:port"))
    var address = ListenAddress(host: "127.0.0.1", port: 4001)

    @Option(help: "Number of generated teams, instead of the demo company.")
    var teams: Int?

    @Option(help: "Number of generated keys, instead of the demo company.")
    var keys: Int?

    @Option(help: "Simulated seconds in a real one.")
    var speed = 1.0

    @Option(help: "Another seed makes other generated teams and keys.")
    var seed: UInt64 = 1

    func validate() throws {
        if (teams ?? 0) < 0 || (keys ?? 0) < 0 { throw ValidationError("--teams and --keys cannot be negative.") }
        if !(speed >= 0 && speed.isFinite) { throw ValidationError("--speed cannot be negative.") }
    }

    func run() async throws {
        let start = WallClock.now
        let population: Population =
            teams == nil && keys == nil
            ? .demo(at: start) : .generated(teams: teams ?? 0, keys: keys ?? 0, seed: seed, at: start)
        var configuration = SimulatorServer.Configuration()
        configuration.host = address.host
        configuration.port = address.port
        configuration.speed = speed
        configuration.hasControlRoute = true
        // What matters at the start is printed below.
        var logger = Logger(label: "litellm-simulator")
        logger.logLevel = .warning
        let host = address.urlHost
        let server = SimulatorServer(
            SimulatedProxy(population, startingAt: start), configuration: configuration,
            logger: logger
        ) { port in
            StandardOutput.write(
                """
                Simulated LiteLLM proxy at http://\(host):\(port)
                Key: \(Population.viewerKey) (master key: \(ProxySettings().masterKey))
                All teams, keys and numbers are made up. Stop with Ctrl-C.
                """)
        }
        try await ServiceGroup(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}
