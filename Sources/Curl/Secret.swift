/// Text that must not reach a log, an error or a crash report: printing it in any way gives `<redacted>`.
public struct Secret: Hashable, Sendable {
    private let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// The text itself, for whoever really sends it.
    public func reveal() -> String {
        text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }

    /// `dump` and the printing of whatever holds a secret go by this.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}
