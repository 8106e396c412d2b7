extension SpendWindow {
    /// For people, to follow "by": what a rate or a forecast goes by.
    package var inWords: String {
        switch label {
        case "5m": "the last 5 minutes"
        case "1h": "the last hour"
        case "1d": "the last day"
        case "7d": "the last 7 days"
        case "pattern": "its own week"
        default: "window \(label)"
        }
    }
}
