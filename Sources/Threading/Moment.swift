/// One instant on both clocks.
///
/// Spans are reckoned by `uptime`, which nobody can set; only dates that LiteLLM or a file gives meet `now`.
public struct Moment: Hashable, Sendable {
    public var uptime: Uptime
    /// Wall time, as near to LiteLLM's own as is known.
    public var now: Timestamp

    public init(uptime: Uptime, now: Timestamp) {
        self.uptime = uptime
        self.now = now
    }

    public static func - (moment: Moment, span: Duration) -> Moment {
        Moment(uptime: moment.uptime - span, now: moment.now - span)
    }
}
