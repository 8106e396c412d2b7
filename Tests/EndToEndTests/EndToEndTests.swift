import Testing

/// Everything that runs the exporter as a process, and most of it against a real LiteLLM proxy, one test at a time.
///
/// Which proxy is told by variables, see ``ProxyUnderTest``. What lacks its variables or programs says so in a line and
/// passes. The limit only ends what hangs: on two cores the suite takes nine minutes beside everything else, and longer
/// with a proxy of hundreds of teams, of which each is read alone.
@Suite("End to end", .serialized, .timeLimit(.minutes(40)))
enum EndToEndTests {}

/// Says why something was not tested.
func skip(_ name: String, _ reason: String) {
    print("SKIPPED \(name): \(reason)")
}
