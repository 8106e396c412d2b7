/// A choice at the top of a dashboard.
struct Variable: Sendable {
    let name: String
    let label: String
    let query: String
    /// What "All" stands for.
    var all = ".+"
    /// Takes text and value out of what the query gives.
    var pattern: String?

    static let job = Variable(name: "job", label: "Job", query: "label_values(litellm_up, job)")
    static let instance = Variable(
        name: "instance", label: "Instance", query: #"label_values(litellm_up{job=~"$job"}, instance)"#)
    /// All is also those without an organisation, whose label is empty.
    static let organization = Variable(
        name: "organization", label: "Organisation",
        query:
            #"label_values(litellm_team_info{job=~"$job", instance=~"$instance", organization_id!=""}, organization_id)"#,
        all: ".*")

    /// - Parameter all: What stands for all teams; where keys without a team belong to that, `.*`.
    static func team(all: String = ".+") -> Variable {
        let teams =
            #"litellm_team_info{job=~"$job", instance=~"$instance", organization_id=~"$organization"}"#
        return Variable(
            name: "team", label: "Team",
            query: "query_result(max by (team, team_id) (\(AccountName.team.added(to: teams))))", all: all,
            pattern: #"/team="(?<text>.*)",\s*team_id="(?<value>[^"]*)"/"#)
    }

    var json: JSON {
        .present([
            "type": "query",
            "name": .string(name),
            "label": .string(label),
            "datasource": Dashboard.datasource,
            "query": ["query": .string(query), "refId": .string("variable-\(name)")],
            "definition": nil,
            "regex": pattern.map(JSON.string),
            "multi": true,
            "includeAll": true,
            "allValue": .string(all),
            "current": ["selected": true, "text": ["All"], "value": ["$__all"]],
            // With the time range.
            "refresh": 2,
            "sort": 5,
        ])
    }
}
