/// How much faster the time of the story passes than that of the world.
public struct Timescale: Sendable {
    /// Seconds of the story in a second.
    public let factor: Int

    /// An hour passes in a minute and a minute in a second, so that a person can read "3m 20s" in a text as 3 h 20 min.
    public static let minutesAreSeconds = Timescale(factor: 60)

    public init(factor: Int) {
        self.factor = factor
    }

    /// How long a span of the story takes.
    public func real(_ span: Duration) -> Duration { span / factor }

    /// How much of the story passes in a span.
    public func told(_ span: Duration) -> Duration { span * factor }
}

extension Duration {
    static func minutes(_ count: Double) -> Duration { .seconds(count * 60) }
    static func hours(_ count: Double) -> Duration { .seconds(count * 3600) }
    static func days(_ count: Double) -> Duration { .seconds(count * 86_400) }
}
