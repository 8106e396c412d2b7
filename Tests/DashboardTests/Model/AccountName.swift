/// What an account is called in legends and tables: its alias, and its id where LiteLLM has no alias for it.
enum AccountName: String, CaseIterable, Sendable {
    case team
    case key

    private var alias: String { self == .team ? "team_alias" : "api_key_alias" }
    private var id: String { self == .team ? "team_id" : "hashed_api_key" }
    /// A hash is told apart by its first digits.
    private var idPattern: String { self == .team ? "(.*)" : "(.{0,12}).*" }

    /// The same series with the name as a label.
    func added(to expression: String) -> String {
        "label_replace(label_replace(\(expression), \"\(rawValue)\", \"$1\", \"\(id)\", \"\(idPattern)\"),"
            + " \"\(rawValue)\", \"$1\", \"\(alias)\", \"(.+)\")"
    }
}
