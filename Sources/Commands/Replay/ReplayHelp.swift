/// What `replay --help` prints.
enum ReplayHelp {
    static let text = """
        Says of recorded observations what the exporter would have told, with the code that it runs.

        Usage: litellm-budget-exporter replay <file>
               litellm-budget-exporter replay -          reads standard input

        It needs no proxy, no key and no settings. Each line of the file is one look at one account:

          {"time":1763683200,"kind":"team","id":"t-1","spend":12.5,"total_spend":null,
           "max_budget":100,"budget_reset_at":"2025-12-01T00:00:00Z","created_at":null}

        on a single line. Only time (Unix seconds), kind (proxy, team, key, team_member, user,
        organization, customer or provider) and id must be there. No max_budget is no limit, a spend
        of null is no look. For each line there is one line of answer:

          {"time":1763683200,"kind":"team","id":"t-1","spend_total":0,"rate":{},"exhaustion":{},
           "exhausts_before_reset":{},"projected":{},"event":null}

        with a member for each window (5m, 1h, 1d, 7d; keys 1h, 1d) that there is something to tell
        of. A line that cannot be understood is named on standard error and passed over; the exit code
        is then 1. docs/replay.md describes all of it.
        """
}
