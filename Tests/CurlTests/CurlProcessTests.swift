import Testing

/// Suites that start processes, and are therefore left out of runs with the thread sanitizer.
@Suite("Curl and other programs", .serialized, .timeLimit(.minutes(10)))
struct CurlProcessTests {}
