/// A state file that could not be used and has been renamed, with what lay beside it. A new one was begun.
public struct SetAside: Hashable, Sendable, CustomStringConvertible {
    public let path: String
    public let reason: Unusability
    /// Where it lies now.
    public let newPath: String

    public var description: String {
        "the state file \(path) cannot be used, as \(reason); it was renamed to \(newPath) and a new one begun"
    }
}
