/// What an account is called in legends and tables: its alias, and its id where LiteLLM has no alias for it.
enum AccountName: String, CaseIterable, Sendable {
    case team
    case key

    private var alias: String { self == .team ? "team_alias" : "api_key_alias" }
    private var id: String { self == .team ? "team_id" : "hashed_api_key" }
    /// A hash is told apart by its first digits, and so is an id that LiteLLM has made up.
    private var shortID: (pattern: String, replacement: String) {
        switch self {
        case .team: ("([0-9a-f]{8})-[0-9a-f-]{27}|(.*)", "$1$2")
        case .key: ("(.{0,12}).*", "$1")
        }
    }

    /// The same series with the name as a label.
    func added(to expression: String) -> String {
        "label_replace(label_replace(\(expression), \"\(rawValue)\", \"\(shortID.replacement)\", \"\(id)\","
            + " \"\(shortID.pattern)\"),"
            + " \"\(rawValue)\", \"$1\", \"\(alias)\", \"(.+)\")"
    }
}
