public import Testing
import Threading

/// Lets a suite wait until the machine is calm: what it times is the exporter, and not the hundreds of tests that start at
/// the same moment. It waits ten minutes at most, as somebody else may be busy for good.
public struct CalmMachine: SuiteTrait, TestScoping {
    private static let limit: Duration = .seconds(600)
    private static let pause: Duration = .seconds(2)
    /// A pause between two of the other tests is no calm.
    private static let calmPausesWanted = 3
    private static let idleShareWanted = 0.5

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Self.wait()
        try await function()
    }

    private static func wait() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        var calmPauses = 0
        while calmPauses < calmPausesWanted {
            guard clock.now - start < limit else {
                print("the machine was not calm for \(limit.seconds) s; what waits for it starts all the same")
                return
            }
            guard let before = ProcessorTime.now() else { return }
            try await Task.sleep(for: pause)
            guard let after = ProcessorTime.now() else { return }
            calmPauses = after.idleShare(since: before) >= idleShareWanted ? calmPauses + 1 : 0
        }
        print("the machine is calm after \(Int((clock.now - start).seconds)) s; what waits for it starts")
    }
}

extension Trait where Self == CalmMachine {
    public static var whenTheMachineIsCalm: Self { CalmMachine() }
}
