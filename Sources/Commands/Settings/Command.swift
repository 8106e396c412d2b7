/// What the program is asked to do.
enum Command: String, CaseIterable, Sendable {
    case serve
    case check
    case once
    case demo
    case healthcheck
    case status
    case replay

    /// What holds when no command is named.
    static let implied = Command.serve

    var summary: String {
        switch self {
        case .serve: "Watch the proxy and serve its budgets to Prometheus. Implied when no command is named."
        case .check: "Check the settings, then what the key may read, and say how to mend what is wrong."
        case .once: "Read everything once and print the metrics. Counters, rates and forecasts need serve."
        case .demo: "Serve made-up budgets from a simulated proxy."
        case .healthcheck: "Ask a running exporter on the configured address whether it is alive."
        case .status: "Show what is left of each team's budget, as a running exporter or else the proxy tells it."
        case .replay: "Say of recorded observations what the exporter would have told; see replay --help."
        }
    }

    /// Whether it goes by the environment and what that names. What is wrong there must not keep the others from working.
    var needsConfiguration: Bool { self != .replay }

    /// Whether its standard error is a log, for machines as well, and not for whoever called it alone.
    var writesLog: Bool { self == .serve || self == .demo }
}
