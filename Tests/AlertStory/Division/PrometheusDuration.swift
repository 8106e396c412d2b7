/// A span as Prometheus and Alertmanager write it: `1h30m`.
public struct PrometheusDuration: Hashable, Sendable {
    public var milliseconds: Int

    /// - Parameter text: Nil unless it is a span.
    public init?(_ text: some StringProtocol) {
        guard String(text).wholeMatch(of: /(?:[0-9]+(?:ms|[smhdwy]))+/) != nil else { return nil }
        milliseconds = 0
        for part in String(text).matches(of: /([0-9]+)(ms|[smhdwy])/) {
            milliseconds += (Int(part.1) ?? 0) * (Self.units[String(part.2)] ?? 0)
        }
    }

    private static let units = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "y": 31_536_000_000,
    ]

    /// Nil where a fraction of a millisecond would be lost.
    public func divided(by factor: Int) -> PrometheusDuration? {
        guard milliseconds.isMultiple(of: factor) else { return nil }
        var divided = self
        divided.milliseconds /= factor
        return divided
    }

    /// In seconds, where they are whole.
    public var text: String {
        milliseconds.isMultiple(of: 1000) ? "\(milliseconds / 1000)s" : "\(milliseconds)ms"
    }
}
