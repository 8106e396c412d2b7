/// What Alertmanager posts to a webhook: the state of a group of alerts.
public struct Notification: Decodable, Sendable {
    public enum Status: String, Decodable, Sendable {
        case firing
        case resolved
    }

    public struct Alert: Decodable, Sendable {
        public var status: Status
        public var labels: [String: String]
        public var annotations: [String: String]
        public var startsAt: String
        public var fingerprint: String

        public var name: String { labels["alertname"] ?? "" }
        public var severity: String { labels["severity"] ?? "" }
        public var text: String { annotations["description"] ?? "" }
    }

    public var receiver: String
    public var status: Status
    public var groupKey: String
    public var groupLabels: [String: String]
    public var alerts: [Alert]
}
