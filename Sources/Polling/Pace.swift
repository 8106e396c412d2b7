/// How long a sweep rests after each request, so that no more than a share of the time passes with one under way.
struct Pace: Hashable, Sendable {
    /// Of the time, above 0 and up to 1; 1 is without rest.
    let share: Double

    /// Above this a rest is no gentleness any more, only waiting.
    private static let longestRest: Duration = .seconds(300)

    static let withoutRest = Pace(share: 1)

    /// The rest that a request of this duration calls for.
    func rest(after request: Duration) -> Duration {
        min(request * (1 / share - 1), Self.longestRest)
    }
}
