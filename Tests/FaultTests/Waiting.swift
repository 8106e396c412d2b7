import Threading

enum Waiting {
    struct TookTooLong: Error, CustomStringConvertible {
        let description: String
    }

    /// Waits until a condition holds; a minute at most.
    static func wait(
        for what: String, context: () -> String = { "" }, _ holds: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try await !holds() {
            guard ContinuousClock.now < deadline else {
                throw TookTooLong(description: "not within a minute: \(what)\n\(context())")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
