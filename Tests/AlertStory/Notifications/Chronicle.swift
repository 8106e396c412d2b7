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
    /// Notifications that told nothing new, which only annoys.
    public private(set) var repetitions: [Notification] = []

    private struct Group: Hashable {
        let receiver: String
        let key: String
    }

    /// The alerts that were told to fire, with the time since when.
    private var firing: [Group: [String: String]] = [:]

    public init() {}

    /// Takes a notification.
    ///
    /// - Returns: What is new in it.
    @discardableResult
    public mutating func take(_ notification: Notification) -> [Entry] {
        let group = Group(receiver: notification.receiver, key: notification.groupKey)
        var known = firing[group] ?? [:]
        var news: [Entry] = []
        for alert in notification.alerts {
            switch alert.status {
            case .firing:
                if known.updateValue(alert.startsAt, forKey: alert.fingerprint) == alert.startsAt { continue }
            case .resolved:
                guard known.removeValue(forKey: alert.fingerprint) != nil else { continue }
            }
            news.append(
                Entry(
                    receiver: notification.receiver, groupKey: notification.groupKey,
                    groupLabels: notification.groupLabels, alert: alert))
        }
        firing[group] = known
        if news.isEmpty { repetitions.append(notification) }
        entries += news
        return news
    }
}
