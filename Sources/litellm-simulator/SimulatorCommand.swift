import ArgumentParser
import LiteLLMSimulator
import Logging
import ServiceLifecycle
import UnixSignals

/// Serves a simulated LiteLLM proxy until it is told to stop.
struct SimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "litellm-simulator",
        abstract: "A LiteLLM proxy with made-up accounts that spend money.",
        discussion: """
            Answers the admin API as LiteLLM 1.106.2 does: /v2/team/list, /team/list, /team/info, /key/list, /key/info, \
            /user/list, /v2/user/info, /customer/list, /organization/list, /budget/list, /provider/budgets and health. \
            Without numbers of accounts it plays a company of twelve teams.

            POST /simulator/faults breaks it, DELETE /simulator/faults mends it:
              curl -d '{"effect":"database-outage"}' http://127.0.0.1:4001/simulator/faults
            Effects, with what each needs: \(Fault.jsonEffects).
            Each can be limited by "routes" (["/key/list"]), "pages" ([2]) and "times" (3).
            """)

    @Option(help: ArgumentHelp("Where to listen. Port 0 takes a free one.", valueName: "host:port"))
    var address = ListenAddress(host: "127.0.0.1", port: 4001)

    @OptionGroup(title: "Accounts")
    var accounts: AccountOptions

    @Option(help: "Simulated seconds in a real one.")
    var speed = 1.0

    @Flag(help: "Play a proxy without an Enterprise licence: no organisations.")
    var noLicence = false

    @Option(help: ArgumentHelp("A fault from the start, as it would be posted. May be repeated.", valueName: "json"))
    var fault: [FaultArgument] = []

    func validate() throws {
        if !(speed >= 0 && speed.isFinite) { throw ValidationError("--speed cannot be negative.") }
    }

    func run() async throws {
        let start = WallClock.now
        var settings = ProxySettings()
        settings.isLicensed = !noLicence
        let proxy = SimulatedProxy(accounts.population(at: start), settings: settings, startingAt: start)
        for argument in fault { await proxy.inject(argument.fault) }
        var configuration = SimulatorServer.Configuration()
        configuration.host = address.host
        configuration.port = address.port
        configuration.speed = speed
        configuration.hasControlRoute = true
        // What matters at the start is printed below.
        var logger = Logger(label: "litellm-simulator")
        logger.logLevel = .warning
        let host = address.urlHost
        let masterKey = settings.masterKey
        let server = SimulatorServer(
            proxy, configuration: configuration, logger: logger
        ) { port in
            StandardOutput.write(
                """
                Simulated LiteLLM proxy at http://\(host):\(port)
                Key: \(Population.viewerKey) (master key: \(masterKey))
                All accounts and numbers are made up. Stop with Ctrl-C.
                """)
        }
        try await ServiceGroup(
            services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}
