/// Keeps what was told, for who waits for it.
actor Witness {
    /// What was waited for did not come.
    struct NothingCame: Error, CustomStringConvertible {
        let awaited: String
        let entries: [Chronicle.Entry]

        var description: String {
            "no notification that \(awaited). What came:\n" + entries.map { "  \($0)\n" }.joined()
        }
    }

    private(set) var chronicle: Chronicle

    init(_ chronicle: Chronicle) {
        self.chronicle = chronicle
    }

    func take(_ notification: Notification) -> [Chronicle.Entry] { chronicle.take(notification, at: .now) }

    /// Waits for an alert to have begun, or ended, since the story began.
    ///
    /// - Parameter labels: Those that it has among others.
    func wait(
        until name: String, _ labels: [String: String], hasEnded: Bool, atMost limit: Duration
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while !chronicle.entries.contains(where: { $0.isAbout(name, labels) && $0.hasEnded == hasEnded }) {
            guard ContinuousClock.now < deadline else {
                throw NothingCame(
                    awaited: "\(name) \(labels.values.sorted()) \(hasEnded ? "has ended" : "fires")",
                    entries: chronicle.entries)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

extension Chronicle.Entry: CustomStringConvertible {
    func isAbout(_ name: String, _ labels: [String: String]) -> Bool {
        alert.name == name && labels.allSatisfy { alert.labels[$0.key] == $0.value }
    }

    public var description: String {
        let labels = groupLabels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return "\(receiver) {\(labels)} \(alert.name) \(hasEnded ? "ended" : "fires"): \(alert.text)"
    }
}
