/// The latest of a series of immutable values, for any number of readers on any thread.
///
/// The lock is held for a retain or a pointer swap only: writers prepare the value before, and the previous one is
/// released after, so that a reader never waits for either.
public final class Published<Value: Sendable>: Sendable {
    private let box: Locked<Value>

    public init(_ value: Value) {
        box = Locked(value)
    }

    /// The latest value.
    public var value: Value {
        box.withLock { $0 }
    }

    /// Replaces the latest value.
    public func publish(_ newValue: Value) {
        let previous = box.withLock { value in
            let previous = value
            value = newValue
            return previous
        }
        withExtendedLifetime(previous) {}
    }
}
