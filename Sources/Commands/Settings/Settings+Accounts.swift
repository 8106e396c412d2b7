import Budgets
import Polling

extension Settings {
    /// Which accounts are watched and shown.
    struct Accounts: Sendable {
        /// How many accounts of a kind are shown.
        var limits: [AccountKind: Int]
        var includedTeams: [GlobPattern]
        var excludedTeams: [GlobPattern]
        var includedKeys: [GlobPattern]
        var excludedKeys: [GlobPattern]

        /// Of the others there are only as many as the proxy's own configuration names.
        static let limitedKinds: KeyValuePairs<AccountKind, String> = [
            .team: "teams", .key: "keys", .teamMember: "team-members", .user: "users", .organization: "organizations",
            .customer: "customers",
        ]

        init(_ read: inout SettingsReader) throws(SettingError) {
            let shownAccounts = SettingFormat<Int>.number(in: 0...1_000_000)
            read.begin("Accounts")
            limits = [:]
            for (kind, name) in Self.limitedKinds {
                limits[kind] = try read.value(
                    "limit.\(name)", shownAccounts, default: 10_000,
                    "Most \(name.replacing("-", with: " ")) to show; those with the highest used part of their budgets stay."
                )
            }
            includedTeams = try read.list(
                "include-team", .pattern,
                "Watch only teams whose id or alias matches. In a pattern `*` stands for any characters, `?` for one, and "
                    + "everything else for itself; it has to match as a whole, capitals included.")
            excludedTeams = try read.list(
                "exclude-team", .pattern,
                "Leave out teams whose id or alias matches, whatever includes them. What their keys can still spend is not "
                    + "told then.")
            includedKeys = try read.list(
                "include-key", .pattern, "Watch only keys whose hash or alias matches.")
            excludedKeys = try read.list(
                "exclude-key", .pattern, "Leave out keys whose hash or alias matches, whatever includes them.")
        }
    }
}
