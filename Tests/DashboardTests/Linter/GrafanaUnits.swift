/// What Grafana knows as units, as far as the dashboards name them or their linter lists them.
enum GrafanaUnits {
    static let valid: Set<String> = [
        "none", "string", "short", "percent", "percentunit", "currencyUSD", "bytes", "decbytes", "dateTimeAsIso",
        "dateTimeFromNow", "s", "ms", "dtdurations", "reqps", "ops", "bool", "bool_yes_no",
    ]
}
