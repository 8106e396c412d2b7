/// How long a sweep rests after each request, so that no more than a share of the time passes with one under way.
public struct Pace: Hashable, Sendable {
    /// Of the time, above 0 and up to 1; 1 is without rest.
    let share: Double

    static let unhurriedLimit: Duration = .seconds(30)
    public static let withoutRest = Pace(share: 1)

    /// The rest that a request of this duration calls for.
    func rest(after request: Duration) -> Duration {
        min(request * (1 / share - 1), Self.unhurriedLimit)
    }
}
