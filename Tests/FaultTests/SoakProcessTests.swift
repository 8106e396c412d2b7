import TestSupport
import TestTraits
import Testing

/// A short soak in a process of its own, as the memory of a process is measured; `make soak` runs a long one.
@Suite("A soak", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(10)))
struct SoakProcessTests {
    private static let sweeps = 180
    /// Four hours: a quarter is then longer than the week for which ledgers of what is gone are kept.
    private static let secondsApart = 14_400

    @Test("Over a month neither memory nor descriptors grow, and all is well at the end of each week of it")
    func isFlat() async throws {
        let outcome = try await ChildProcess.run(
            try ExporterProcess.path(of: "Soak"), ["\(Self.sweeps)", "\(Self.secondsApart)"])
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("\(Self.sweeps) sweeps"), "\(outcome.output)")
    }
}
