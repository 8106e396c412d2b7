/// dashboards/README.md: how to get the dashboards into Grafana, and what each panel answers.
enum DashboardsReadme {
    static let path = "dashboards/README.md"

    static func render() -> String {
        introduction + ShippedDashboards.all.map(section).joined()
    }

    private static let introduction = """
        # Dashboards

        Made from the code in `Tests/DashboardTests`, as are the JSON files; a test fails when they disagree. Change the code,
        then run `make docs`.

        For Grafana 11 or newer, over Prometheus 2.42 or newer and what speaks its language. Dashboards are code because a query
        then names a family as the catalogue has it: a test fails when there is no such family or label, and another puts every
        query to a Prometheus with thirty days of thirty teams. None of them is an exported file with somebody's data source in
        it: the data source is chosen at the top.

        ## Get them into Grafana

        By hand: *Dashboards*, *New*, *Import*, and a file from this folder.

        By provisioning:

        ```sh
        install -d /var/lib/grafana/dashboards/litellm-budgets
        cp dashboards/*.json /var/lib/grafana/dashboards/litellm-budgets/
        cp dashboards/provisioning/dashboards.yaml /etc/grafana/provisioning/dashboards/litellm-budgets.yaml
        ```

        `provisioning/datasources.yaml` is for a Grafana that has no Prometheus yet.

        By the sidecar of Grafana's Helm chart, which takes config maps with a label:

        <!-- not run by tests: it needs a cluster; the dashboards are held against Grafana's model -->
        ```sh
        kubectl -n monitoring apply -k dashboards
        ```

        They are not editable in Grafana: save a copy under another name, or change the code.

        ## What they expect

        * The names of ours; LiteLLM's own names are not needed, `--no-litellm-names` changes nothing here.
        * In the data source's settings, *Scrape interval* as it is for the exporter: 30 s in `provisioning/datasources.yaml`. Charts
          of spending take their windows from it.
        * Of a pair of exporters choose both instances: of their two values one counts, the higher spend and the lower rest, never
          their sum. Pairs may differ in `instance`, `pod`, `container`, `endpoint` and `node`.
        * Where exporters watch different proxies, give each a label of its own or a job of its own, and choose the job. No alert
          asks for another job than `litellm-budget-exporter`: with a job of its own an exporter needs a copy of the rules, with
          the name replaced as `alerts/README.md` has it; with a label of its own it needs nothing.
        * *All* teams of *All* organisations are also those without one. Keys without a team are on the keys' dashboard while all
          teams are chosen.
        * An organisation's keys are its own, and those of its teams that have no organisation of their own.
        * Limits of 0 are barriers: they are in no ranking, as alerts leave them out.
        * Forecasts go by the window that alerts, `status` and the exporter's own page go by: an account's own week
          (`window="pattern"`) where it is known; else the last hour where that ends the budget within hours, else the last day,
          and before a day was watched the last hour.
        * A link to one team: `/d/litellm-budget-team?var-team=<team_id>`.

        Colours are Okabe's and Ito's, which everybody can tell apart: amber for soon, vermilion for over, and nothing for what is
        well. In charts of teams and keys they go by rank, blue for the first; the legend beside the chart has the values. Where
        nothing is known, panels are empty and do not say 0: look at the age of the numbers then.

        `make dashboard-pictures` draws them over a made-up month, as a wall, a laptop and the light theme would show them.

        """

    private static func section(of dashboard: Dashboard) -> String {
        let panels = dashboard.sections.flatMap(\.rows).joined()
        return
            "\n## \(dashboard.title)\n\n\(dashboard.description)\n\n`\(dashboard.uid).json`\n\n| Panel | What it answers |\n"
            + "| --- | --- |\n" + panels.map { "| \($0.title) | \($0.description) |\n" }.joined()
    }
}
