/// Whether the numbers of the other dashboards can be trusted, and what getting them costs.
enum ExporterDashboard {
    static let dashboard = Dashboard(
        uid: "litellm-budget-exporter", title: "LiteLLM / Budget exporter",
        description:
            "How fresh and how whole the numbers are, how LiteLLM answers, and what the exporter itself needs.",
        from: "now-6h", variables: [.job, .instance],
        sections: [
            Dashboard.Section(title: nil, rows: [stats]),
            Dashboard.Section(
                title: "Freshness", rows: [[sources, age], [duration, intervals], [sweeps, accounts]]),
            Dashboard.Section(title: "LiteLLM", rows: [[latency, requests], [errors, rejections]]),
            Dashboard.Section(title: "The exporter itself", rows: [[cpu, memory], [descriptors, skew]]),
        ])

    private static func own(_ name: String, _ matchers: String = "") -> String {
        series("litellm_budget_exporter_\(name)", matchers)
    }

    private static func series(_ name: String, _ matchers: String = "") -> String {
        "\(name){\(Queries.target)\(matchers.isEmpty ? "" : ", " + matchers)}"
    }

    /// Of all that is counted, with one value of a pair; nothing where no exporter answers, which is not the same as none.
    private static func sumOfPairs(_ name: String) -> String {
        "sum(\(Queries.highest(own(name)))) or 0 * max(\(series("litellm_up")))"
    }

    private static func perSecond(_ series: String) -> String { "rate(\(series)[$__rate_interval])" }

    /// How a counter of many causes rises, of those that rose at all in the time range.
    private static func happened(_ labels: String, _ counter: String, _ function: String) -> String {
        "sum by (\(labels)) (\(function)(\(counter)[$__rate_interval])) and "
            + "sum by (\(labels)) (increase(\(counter)[$__range] @ end())) > 0"
    }

    private static let stats: [Panel] = [
        {
            var panel = Panel.stat(
                "LiteLLM", .none, "min(\(series("litellm_up")))", thresholds: .oneIsGood,
                describedAs:
                    "Whether the last attempt to read LiteLLM was authorised and understood, of the exporter for"
                    + " which it is worse.")
            panel.mappings = [.words([(1, "up", Palette.text), (0, "down", Palette.vermilion)])]
            return panel
        }(),
        .stat(
            "Oldest numbers", .duration,
            "max(time() - \(own("source_last_success_timestamp_seconds")))",
            thresholds: Thresholds(steps: [(900, Palette.orange), (3600, Palette.vermilion)]),
            describedAs: "How long ago the source that lags most was read whole."),
        .stat(
            "Partial sources", .none, sumOfPairs("source_partial"), thresholds: .anyIsBad,
            isFilled: true,
            describedAs: "Sources of which the exporter's key may not see all accounts. Its user needs the role"
                + " proxy_admin_viewer."),
        .stat(
            "Not shown", .count, sumOfPairs("dropped_accounts"), thresholds: .anyIsDoubtful, isFilled: true,
            describedAs: "Accounts that are polled but not shown because there are more of their kind than the limit."),
        {
            var panel = Panel.stat(
                "State file", .none, "min(\(own("state_up"))) or 2 + 0 * max(\(series("litellm_up")))",
                thresholds: .oneIsGood,
                describedAs: "Whether counters and histories survive a restart.")
            panel.mappings = [
                .words([
                    (2, "switched off", Palette.grey), (1, "kept", Palette.text), (0, "not kept", Palette.vermilion),
                ])
            ]
            return panel
        }(),
        {
            var panel = Panel.stat(
                "Its key expires", .fromNow,
                Queries.milliseconds("min(\(own("key_expires_timestamp_seconds")))"),
                describedAs: "When the key that the exporter itself uses stops working.")
            panel.absence = "Never, or not told"
            return panel
        }(),
    ]

    private static let sources: Panel = {
        var panel = Panel(
            kind: .stateTimeline, title: "Sources",
            description:
                "Whether the last sweep of each source brought anything, of the exporter for which it is worse.")
        panel.targets = [Target(expression: "min by (source) (\(own("source_up")))", legend: "{{source}}")]
        panel.mappings = [.words([(1, "up", Palette.blue), (0, "down", Palette.vermilion)])]
        panel.thresholds = .oneIsGood
        panel.custom = ["fillOpacity": 80, "lineWidth": 0]
        panel.options = [
            "mergeValues": true, "showValue": "never", "alignValue": "left", "rowHeight": 0.8,
            "legend": ["displayMode": "list", "placement": "bottom", "showLegend": true],
            "tooltip": ["mode": "single", "sort": "none"],
        ]
        return panel
    }()

    /// The worst of the chosen exporters: choose one to see it alone. Sources have the same colours everywhere.
    private static func bySource(
        _ title: String, _ unit: Unit, _ expression: String, describedAs description: String
    ) -> Panel {
        var panel = Panel.lines(
            title, unit, [Target(expression: "max by (source) (\(expression))", legend: "{{source}}")],
            describedAs: description)
        panel.custom = panel.custom?.with("fillOpacity", 0)
        panel.overrides = zip(
            ["teams", "keys", "users", "customers", "organizations", "providers", "proxy", "details"],
            Palette.series + [Palette.vermilion, Palette.grey, Palette.text]
        ).map { .color($0, $1) }
        return panel
    }

    private static let age: Panel = bySource(
        "Age of the numbers", .seconds, "time() - \(own("source_last_success_timestamp_seconds"))",
        describedAs: "How long ago each source was last read whole. A saw at the height of its interval is well.")

    private static let duration: Panel = {
        var panel = bySource(
            "Time a sweep takes of its interval", .ratio,
            "\(own("sweep_duration_seconds")) / \(own("sweep_interval_seconds"))",
            describedAs:
                "How long the last sweep of each source took, as a part of the time from one to the next. Near 100 %"
                + " LiteLLM is too slow for the interval.")
        panel.drawLine(at: 1)
        panel.softMaximum(1)
        return panel
    }()

    private static let intervals: Panel = bySource(
        "How often sources are read", .seconds, own("sweep_interval_seconds"),
        describedAs:
            "The time from one sweep to the next as it really is: more than configured where LiteLLM is slow.")

    private static let sweeps: Panel = {
        var panel = Panel.stackedBars(
            "Sweeps by outcome", .count,
            [
                Target(
                    expression: "sum by (outcome) (increase(\(own("sweeps_total"))[$__rate_interval]))",
                    legend: "{{outcome}}")
            ],
            describedAs: "Sweeps that ended, of all sources: complete ones, those that some page failed, and those that"
                + " brought nothing.")
        panel.overrides = [
            .color("complete", Palette.blue), .color("incomplete", Palette.orange),
            .color("failed", Palette.vermilion),
        ]
        return panel
    }()

    private static let accounts: Panel = bySource(
        "Accounts", .count, own("source_accounts"),
        describedAs:
            "How many accounts each source knows, shown or not. A fall is a deletion, or a key that sees less than it did;"
            + " while LiteLLM does not answer, accounts go that were not read for too long, until they are read again.")

    private static let rejections: Panel = {
        var panel = Panel.stackedBars(
            "Accounts not taken", .count,
            [
                Target(
                    expression: happened("source, reason", own("rejected_accounts_total"), "increase"),
                    legend: "{{source}}: {{reason}}")
            ],
            describedAs: "Accounts that could not be taken as LiteLLM gave them, by the reason. None is well.")
        panel.absence = "Every account was taken"
        panel.overrides = [
            .shades("/: bad_row$/", Palette.vermilion), .shades("/: bad_element$/", Palette.orange),
            .shades("/: label_too_long$/", Palette.purple), .shades("/: unknown_/", Palette.grey),
        ]
        return panel
    }()

    private static let latency: Panel = {
        let buckets = perSecond(own("upstream_request_duration_seconds_bucket"))
        var panel = Panel.lines(
            "How long LiteLLM takes", .seconds,
            [
                Target(
                    expression: "histogram_quantile(0.99, sum by (le, endpoint) (\(buckets))) >= 0",
                    legend: "{{endpoint}}")
            ],
            describedAs: "The time within which 99 % of the requests to each endpoint were answered.")
        panel.custom = panel.custom?.with("fillOpacity", 0)
        // The colour of the source that asks there; dashed where a source asks at a second place.
        let colors = [
            ("/v2/team/list", Palette.blue), ("/key/list", Palette.orange), ("/user/list", Palette.green),
            ("/customer/list", Palette.purple), ("/organization/list", Palette.sky),
            ("/provider/budgets", Palette.vermilion), ("/v2/user/info", Palette.grey), ("/team/info", Palette.text),
            ("/key/info", Palette.text), ("/budget/list", Palette.purple), ("/team/list", Palette.blue),
            ("/health/readiness", Palette.grey),
        ]
        panel.overrides = colors.map { .color($0, $1) }
        for endpoint in ["/key/info", "/budget/list", "/team/list", "/health/readiness"] {
            panel.overrides.append(
                Override(
                    fields: .named(endpoint), properties: [("custom.lineStyle", ["fill": "dash", "dash": [10, 10]])]))
        }
        return panel
    }()

    private static let requests: Panel = {
        var panel = Panel.stackedBars(
            "Requests by status", .requestsPerSecond,
            [
                Target(
                    expression: "sum by (code) (\(perSecond(own("upstream_requests_total"))))", legend: "{{code}}")
            ],
            describedAs: "What the exporter asks of LiteLLM, by the status of the answer; none is no answer.")
        panel.overrides = [
            ("/^2/", Palette.blue), ("/^3/", Palette.sky), ("/^4/", Palette.orange), ("/^5/", Palette.vermilion),
            ("/^none$/", Palette.grey),
        ].map { .shades($0, $1) }
        return panel
    }()

    private static let errors: Panel = {
        var panel = Panel.stackedBars(
            "Failed requests", .requestsPerSecond,
            [
                Target(
                    expression: happened("reason", own("upstream_errors_total"), "rate"),
                    legend: "{{reason}}")
            ],
            describedAs:
                "Requests to LiteLLM that failed, by the reason: in shades of orange those that did not get to it, of"
                + " purple those that it refused, of vermilion what it did wrong itself. None is well.")
        panel.absence = "No request has failed"
        panel.overrides = [
            .shades("/^(timeout|connection|tls)$/", Palette.orange),
            .shades("/^(unauthorized|forbidden|not_found)$/", Palette.purple),
            .shades("/^(database_unavailable|overloaded|server_error|bad_response|too_large)$/", Palette.vermilion),
        ]
        return panel
    }()

    private static let skew: Panel = {
        var panel = Panel.lines(
            "Clock skew", .seconds,
            [Target(expression: own("clock_skew_seconds"), legend: "{{instance}}")],
            describedAs:
                "The exporter's clock less LiteLLM's, to about half a second. Resets and expiries are compared with"
                + " LiteLLM's dates, so more than half a minute is too much.")
        panel.height = 7
        panel.drawZeroLine()
        panel.softMaximum(0)
        return panel
    }()

    private static let cpu: Panel = process(
        "Processor", .ratio, perSecond(series("process_cpu_seconds_total")),
        describedAs: "Time on a processor for each second, where 100 % is one core.")
    private static let memory: Panel = process(
        "Memory", .bytes, series("process_resident_memory_bytes"), describedAs: "Memory that the process holds.")

    private static let descriptors: Panel = process(
        "Open files", .ratio, "\(series("process_open_fds")) / \(series("process_max_fds"))",
        describedAs: "Files and connections that are open, as a part of those that may be.")

    private static func process(
        _ title: String, _ unit: Unit, _ expression: String, describedAs description: String
    ) -> Panel {
        var panel = Panel.lines(
            title, unit, [Target(expression: expression, legend: "{{instance}}")], describedAs: description)
        panel.height = 7
        return panel
    }
}
