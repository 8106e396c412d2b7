import LiteLLMAdmin
import Polling

extension Settings {
    /// What is asked of the proxy, and how often.
    struct Poll: Sendable {
        var mode: PollMode
        /// What is watched in the mode `listed`.
        var teamIDs: [String]
        var keyHashes: [String]
        var teamsInterval: Duration
        var keysInterval: Duration
        /// Sources that are off until they are switched on.
        var others: [Other]
        var details: Poller.Configuration.Details
        var watchesMembers: Bool
        /// The part of the time that requests may be under way.
        var maximumDuty: Double
        var staleAfter: Duration

        /// A source that is off until it is switched on.
        struct Other: Sendable {
            let source: SourceID
            var isOn: Bool
            var interval: Duration
        }

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("Polling")
            mode = try read.value(
                "poll.mode", .choice, default: .discover,
                "How accounts are found: `discover` watches all teams and keys that the key may see; `listed` those that "
                    + "`--poll.team-id` and `--poll.key-hash` name; `self` watches the key itself and its team, and needs "
                    + "no administrator's rights.")
            teamIDs = try read.list("poll.team-id", .teamID, "Id of a team to watch in the mode `listed`.")
            keyHashes = try read.list(
                "poll.key-hash", .keyHash,
                "SHA-256 of a key to watch in the mode `listed`, as LiteLLM's pages and metrics show it; never the key."
            )
            teamsInterval = try read.value(
                "poll.teams-interval", .duration, default: .seconds(30),
                "How often teams are read. LiteLLM writes spend every 10 to 15 s, so that less than 15s tells nothing new."
            )
            keysInterval = try read.value(
                "poll.keys-interval", .duration, default: .seconds(60), "How often keys are read.")
            others = [
                try Other(.users, "Watch the budgets of users.", &read),
                try Other(
                    .customers, "Watch the budgets of customers, the end users whom requests name by `user`.", &read),
                try Other(.organizations, "Watch the budgets of organisations, which need LiteLLM Enterprise.", &read),
                try Other(.providers, "Watch the budgets of providers of models, where the proxy has any.", &read),
            ]
            details = try read.value(
                "poll.details", .choice, default: .auto,
                "Whether accounts are also read one by one, for what the lists do not tell: members' budgets, and how "
                    + "much of models' budgets and of windows is used. `auto` reads those near their limits as often as "
                    + "teams, and the others where a round of them takes less than 15 minutes.")
            watchesMembers = try read.toggle(
                "poll.members", default: true, "Watch the budgets of teams' members, which are read with the details.")
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

extension Settings.Poll.Other {
    init(_ source: SourceID, _ meaning: String, _ read: inout SettingsReader) throws(SettingError) {
        self.source = source
        isOn = try read.toggle("poll.\(source.rawValue)", default: false, meaning)
        interval = try read.value(
            "poll.\(source.rawValue)-interval", .duration, default: .seconds(300),
            "How often \(source.rawValue) are read, once `--poll.\(source.rawValue)` is given.")
    }
}
