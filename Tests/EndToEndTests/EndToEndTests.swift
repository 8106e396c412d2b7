import TestTraits
import Testing

/// Everything that runs the exporter as a process, and most of it against a real LiteLLM proxy, one test at a time.
///
/// Which proxy is told by variables, see ``ProxyUnderTest``. What lacks its variables or programs says so in a line and
/// passes. The limit, which is one test's, only ends what hangs.
@Suite("End to end", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(20)))
enum EndToEndTests {}

/// Says why something was not tested.
func skip(_ name: String, _ reason: String) {
    print("SKIPPED \(name): \(reason)")
}
