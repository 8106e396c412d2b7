import Polling

extension Settings {
    /// What is asked of the proxy, and how often.
    struct Poll: Sendable {
        /// Whether accounts are also read one by one, for what the lists do not tell.
        enum Details: String, CaseIterable, Sendable {
            /// Where the proxy is fast enough for it.
            case auto
            case on
            case off
        }

        var mode: PollMode
        var teamsInterval: Duration
        var keysInterval: Duration
        var details: Details
        /// The part of the time that requests may be under way.
        var maximumDuty: Double
        var staleAfter: Duration

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("Polling")
            mode = try read.value(
                "poll.mode", .choice, default: .discover,
                "How accounts are found: `discover` watches all teams and keys that the key may see; "
                    + "`self` watches the key itself and its team, and needs no administrator's rights.")
            teamsInterval = try read.value(
                "poll.teams-interval", .duration, default: .seconds(30),
                "How often teams are read. LiteLLM writes spend every 10 to 15 s, so that less than 15s tells nothing new."
            )
            keysInterval = try read.value(
                "poll.keys-interval", .duration, default: .seconds(60), "How often keys are read.")
            details = try read.value(
                "poll.details", .choice, default: .auto,
                "Whether accounts near their limits are also read one by one, as often as teams.")
            maximumDuty = try read.value(
                "poll.max-duty", .share, default: 0.1,
                "The part of the time that requests to the proxy may take. Where that is too little for the intervals, "
                    + "these become longer.")
            staleAfter = try read.value(
                "poll.stale-after", .duration, default: .seconds(300),
                "How long an account that could not be read goes on being shown; at least three times the interval.")
        }
    }
}
