/// What the notifications told, in their order: which alert began and which ended, each once.
public struct Chronicle: Sendable {
    /// An alert that began or ended in one group of one receiver.
    public struct Entry: Sendable {
        public var receiver: String
        public var groupKey: String
        public var groupLabels: [String: String]
        public var alert: Notification.Alert

        public var hasEnded: Bool { alert.status == .resolved }
    }

    public private(set) var entries: [Entry] = []
    /// Notifications that told nothing new before it was time for a reminder.
    public private(set) var repetitions: [Notification] = []

    private struct Group: Hashable {
        let receiver: String
        let key: String
    }

    private struct Told {
        /// The alerts that were told to fire, with the time since when.
        var firing: [String: String] = [:]
        /// Those of them that the last notification named: one that was held back meanwhile is news when it is named again.
        var named: Set<String>
        var at: ContinuousClock.Instant
    }

    private var told: [Group: Told] = [:]
    private let reminderAfter: Duration

    /// - Parameter reminderAfter: Who was told nothing for so long may be told again.
    public init(reminderAfter: Duration) {
        self.reminderAfter = reminderAfter
    }

    /// Takes a notification.
    ///
    /// - Returns: What is new in it.
    @discardableResult
    public mutating func take(_ notification: Notification, at time: ContinuousClock.Instant) -> [Entry] {
        let group = Group(receiver: notification.receiver, key: notification.groupKey)
        let before = told[group]
        var firing = before?.firing ?? [:]
        var news: [Entry] = []
        for alert in notification.alerts {
            switch alert.status {
            case .firing:
                let wasTold = firing.updateValue(alert.startsAt, forKey: alert.fingerprint) == alert.startsAt
                if wasTold, before?.named.contains(alert.fingerprint) == true { continue }
            case .resolved:
                guard firing.removeValue(forKey: alert.fingerprint) != nil else { continue }
            }
            news.append(
                Entry(
                    receiver: notification.receiver, groupKey: notification.groupKey,
                    groupLabels: notification.groupLabels, alert: alert))
        }
        let named = Set(notification.alerts.filter { $0.status == .firing }.map(\.fingerprint))
        told[group] = Told(firing: firing, named: named, at: time)
        if news.isEmpty, let before, time - before.at < reminderAfter { repetitions.append(notification) }
        entries += news
        return news
    }
}

extension Chronicle.Entry: CustomStringConvertible {
    public var description: String {
        let labels = groupLabels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        return "\(receiver) {\(labels)} \(alert.name) \(hasEnded ? "ended" : "fires"): \(alert.text)"
    }
}
