extension Expectation {
    private static func team(_ id: String) -> [String: String] { ["kind": "team", "account": id] }

    private static let mostlyUsed = Line.fires(
        .mostlyUsed, "Team Research (t-123) has used <percent> of its $1000.00. It is reset in <span>.")
    private static let exhaustsBeforeReset = Line.fires(
        .exhaustsBeforeReset,
        "Team Research (t-123) will have used up its $1000.00 at about <time>, in <span>, <span> before its reset."
            + " It spent <usd> in the last hour.")
    private static let exhaustsSoon = Line.fires(
        .exhaustsSoon,
        "Team Research (t-123) will have used up its $1000.00 at about <time>, in <span>, <span> before its reset."
            + " It spent <usd> in the last hour.")
    private static let exhausted = Line.fires(
        .exhausted,
        "Team Research (t-123) has used <usd> of its $1000.00; LiteLLM will refuse its requests."
            + " It is reset in <span>.")

    private static func stale(_ source: String) -> Line {
        .fires(
            .dataStale,
            "The \(source) of LiteLLM were last read completely <span> ago. Alerts that rest on them stand still.")
    }

    /// What everybody is told in the story. Forecasts end with what they foretold, which holds them back until then.
    static let all =
        [
            Expectation(
                receiver: "pager", groupLabels: team(Cast.research),
                steps: [
                    [exhaustsSoon], [exhausted],
                    [.ends(.exhausted), .ends(.exhaustsSoon)],
                ]),
            Expectation(
                receiver: "pager", groupLabels: team(Cast.marketing),
                steps: [
                    [
                        .fires(
                            .exhausted,
                            "Team Marketing (t-marketing) has used $250.40 of its $250.00; LiteLLM will refuse its requests."
                                + " It is reset in <span>.")
                    ],
                    [.ends(.exhausted)],
                ]),
            Expectation(
                receiver: "pager", groupLabels: ["alertname": AlertName.exporterDown.rawValue],
                steps: [
                    [
                        .fires(
                            .exporterDown,
                            "No exporter of the job litellm-budget-exporter answers Prometheus. Alerts about budgets stand"
                                + " still until one does.")
                    ],
                    [.ends(.exporterDown)],
                ]),
            Expectation(
                receiver: "tickets", groupLabels: team(Cast.research),
                steps: [[exhaustsBeforeReset], [.ends(.exhaustsBeforeReset)]]),
            Expectation(
                receiver: "tickets", groupLabels: ["kind": "key", "account": Cast.supportKey],
                steps: [
                    [
                        .fires(
                            .keyExpiresSoon,
                            "Key support-chat (\(Cast.supportKey)) expires in <span>. What uses it will be refused from then on."
                        )
                    ],
                    [.ends(.keyExpiresSoon)],
                ]),
            Expectation(
                receiver: "tickets", groupLabels: ["alertname": AlertName.resetOverdue.rawValue],
                steps: [
                    [
                        .fires(
                            .resetOverdue,
                            "1 team budget is past the reset that was due. The longest is Team Support (t-support),"
                                + " since <time>. Until LiteLLM resets them, what was spent before goes on counting.")
                    ],
                    [.ends(.resetOverdue)],
                ]),
            Expectation(
                receiver: "tickets", groupLabels: ["alertname": AlertName.dataStale.rawValue],
                steps: [
                    Story.staleSources.map(stale), Story.staleSources.map { _ in .ends(.dataStale) },
                ]),
            Expectation(
                receiver: "digest", groupLabels: ["alertname": AlertName.mostlyUsed.rawValue], steps: [[mostlyUsed]]),
        ]
        + [mostlyUsed, exhaustsBeforeReset, exhaustsSoon, exhausted].map { line in
            // Told of everything about the team, each in a group of its own.
            Expectation(
                receiver: "team-research",
                groupLabels: team(Cast.research).merging(["alertname": line.name.rawValue]) { $1 },
                steps: [[line], [.ends(line.name)]])
        }
}
