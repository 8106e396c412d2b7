import Threading

/// The rests of a sweep, as its pace has them.
struct Pacing: Sendable {
    /// What a rest may last without a look at the pace, which may have become faster meanwhile.
    private static let longestPiece: Duration = .seconds(30)

    /// The pace in force.
    let pace: Published<Pace>
    let meter: RequestMeter
    let time: any TimeSource

    /// Whether a sweep takes longer than its requests.
    var hasRests: Bool { pace.value != .withoutRest }

    /// Rests as the requests since the last rest call for.
    func rest() async {
        let took = meter.lap()
        let start = time.uptime
        while hasRests, !Task.isCancelled {
            let left = pace.value.rest(after: took) - (time.uptime - start)
            guard left > .zero else { return }
            try? await time.sleep(for: min(left, Self.longestPiece))
        }
    }
}
