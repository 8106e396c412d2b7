import Threading

/// What was waited for did not come.
struct TookTooLong: Error, CustomStringConvertible {
    let description: String
}

/// Waits until there is something.
///
/// - Parameter context: Said when it takes too long; asked only then.
func waitFor<Value>(
    _ what: String, atMost limit: Duration = .seconds(60), every pause: Duration = .milliseconds(100),
    context: () async -> String = { "" }, _ look: () async throws -> Value?
) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
        if let value = try await look() { return value }
        guard ContinuousClock.now < deadline else {
            throw TookTooLong(description: "\(what): not within \(limit.seconds) s. \(await context())")
        }
        try await Task.sleep(for: pause)
    }
}

/// Waits until a condition holds.
func waitUntil(
    _ what: String, atMost limit: Duration = .seconds(60), every pause: Duration = .milliseconds(100),
    context: () async -> String = { "" }, _ holds: () async throws -> Bool
) async throws {
    _ = try await waitFor(what, atMost: limit, every: pause, context: context) { try await holds() ? true : nil }
}
