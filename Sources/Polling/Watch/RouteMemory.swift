import LiteLLMAdmin
import Threading

/// What is known of the routes that sources read. One that has worked is not believed to be missing at once: a gateway that
/// has lost its way can say so in the words of LiteLLM's own web framework.
struct RouteMemory: Sendable {
    /// So long it is a failure, which is asked about again with the usual pauses. That an older LiteLLM takes the place of a
    /// newer one is rare.
    private static let longestDoubt: Duration = .seconds(3600)

    private var haveWorked: Set<SourceID> = []
    private var missingSince: [SourceID: Uptime] = [:]

    /// Takes the end of a sweep, and returns it as it is to be understood.
    mutating func judge(_ sweep: Sweep, at uptime: Uptime) -> Sweep {
        let source = sweep.source
        switch sweep.outcome {
        case .complete, .incomplete:
            haveWorked.insert(source)
            missingSince[source] = nil
        case .unavailable(let error) where error.unavailability == .routeMissing && haveWorked.contains(source):
            let since = missingSince[source] ?? uptime
            missingSince[source] = since
            guard uptime - since >= Self.longestDoubt else { return Self.failed(sweep, by: error) }
            haveWorked.remove(source)
            missingSince[source] = nil
        case .unavailable, .failed: break
        }
        return sweep
    }

    private static func failed(_ sweep: Sweep, by error: AdminError) -> Sweep {
        var sweep = sweep
        sweep.outcome = .failed(error)
        if !sweep.errors.contains(error) { sweep.errors.append(error) }
        return sweep
    }
}
