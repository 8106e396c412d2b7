import Catalogue

extension Settings {
    /// How accounts are named in metrics.
    struct Labels: Sendable {
        var keyHashLength: Int
        /// The members of metadata that become labels.
        var metadata: [String]
        var team: Renderer.Configuration.TeamLabel
        var showsLiteLLMNames: Bool
        var allowsEmail: Bool

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("Labels and names")
            keyHashLength = try read.value(
                "label.key-hash-length", .number(in: 16...64), default: 64, "How many digits of a key's hash are shown."
            )
            allowsEmail = try read.toggle(
                "label.allow-email", default: false,
                "Show ids of users and customers that are e-mail addresses as they are, not hashed.")
            metadata = try read.list(
                "metadata-label", .metadataMember,
                "Member of teams' and keys' metadata to show as the label `metadata_<name>` of the info metrics.")
            team = try read.value(
                "team-label", .choice, default: .teamID,
                "Under which label LiteLLM's own metric names carry the id of a team.")
            showsLiteLLMNames = try read.toggle(
                "litellm-names", default: true, "Show the budget metrics under LiteLLM's own names too.")
        }
    }
}
