/// A receiver of notifications, as the story waits for what it hears.
struct Listener: Sendable {
    /// What was waited for did not come.
    struct HeardNothing: Error, CustomStringConvertible {
        let awaited: String
        let entries: [Chronicle.Entry]

        var description: String {
            "\(awaited): nobody said so. What was said:\n" + entries.map { "  \($0)\n" }.joined()
        }
    }

    private static let patience: Duration = .seconds(150)

    let receiver: String
    let witness: Witness

    /// Waits until it has heard that an alert fires, or is over, at any time since the story began.
    func hears(_ name: AlertName, of account: String, isOver: Bool = false) async throws {
        try await hears(name, about: ["account": account], isOver: isOver)
    }

    /// - Parameter labels: Those that the alert has among others.
    func hears(_ name: AlertName, about labels: [String: String] = [:], isOver: Bool = false) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let entries = await witness.chronicle.entries
            let hasHeard = entries.contains { entry in
                entry.receiver == receiver && entry.alert.name == name.rawValue && entry.hasEnded == isOver
                    && labels.allSatisfy { entry.alert.labels[$0.key] == $0.value }
            }
            if hasHeard { return }
            guard ContinuousClock.now < deadline else {
                let state = isOver ? "is over" : "fires"
                throw HeardNothing(awaited: "\(receiver), \(name.rawValue) \(labels) \(state)", entries: entries)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
