/// Makes calls that may block, to a disk for instance, one after the other on a thread of its own.
public actor BlockingCalls {
    private let executor = ThreadExecutor()

    public init() {}

    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    public func make<Answer: Sendable>(_ call: @Sendable () throws -> Answer) rethrows -> Answer {
        try call()
    }
}
