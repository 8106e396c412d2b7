import Threading

/// The rests of a sweep, as its pace has them.
struct Pacing: Sendable {
    let pace: Pace
    let meter: RequestMeter
    let time: any TimeSource

    /// Whether a sweep takes longer than its requests.
    var hasRests: Bool { pace != .withoutRest }

    /// Rests as the requests since the last rest call for.
    func rest() async {
        let took = meter.lap()
        if hasRests { try? await time.sleep(for: pace.rest(after: took)) }
    }
}
