import TestSupport
import Testing

/// Grafana's own model of dashboards, from its foundation SDK for one version of Grafana, reads the files and gives back
/// all that is in them.
@Suite(.timeLimit(.minutes(10))) struct GrafanaModelProcessTests {
    private static let package = "grafana-foundation-sdk==1769699379!11.6.0"

    /// What Grafana reads of annotations and its model does not have.
    private static let unmodelled = ["titleFormat", "textFormat", "useValueForTime"]

    private static let script = """
        import json, sys
        from grafana_foundation_sdk.cog import plugins
        from grafana_foundation_sdk.cog.encoder import JSONEncoder
        from grafana_foundation_sdk.models import dashboard
        plugins.register_default_plugins()
        unmodelled = sys.argv[1].split(",")
        def lost(given, kept, place):
            if isinstance(given, dict) and isinstance(kept, dict):
                for name, value in given.items():
                    if place.startswith(".annotations") and name in unmodelled:
                        continue
                    if name not in kept:
                        if value is not None:
                            yield place + "." + name
                    else:
                        yield from lost(value, kept[name], place + "." + name)
            elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
                for index, (a, b) in enumerate(zip(given, kept)):
                    yield from lost(a, b, f"{place}[{index}]")
            elif given != kept:
                yield f"{place}: {given!r} became {kept!r}"
        for path in sys.argv[2:]:
            given = json.load(open(path))
            model = dashboard.Dashboard.from_json(given)
            kept = json.loads(JSONEncoder(sort_keys=True).encode(model))
            for place in lost(given, kept, ""):
                print(path, place)
        """

    @Test("each file comes back from Grafana's model without loss")
    func roundTrip() async throws {
        guard
            let environment = try await PythonEnvironment.find(
                for: "Grafana model of dashboards", packages: [Self.package], givenBy: "EXPORTER_TEST_GRAFANA_PYTHON")
        else { return }
        try await ScratchFolder.with { folder in
            let files = ShippedDashboards.all.map { GeneratedDocument($0.path).path }
            let script = ["-c", Self.script, Self.unmodelled.joined(separator: ",")]
            let outcome = try await ChildProcess.run(environment.python, script + files)
            #expect(outcome.status == 0)
            #expect(outcome.output == "")
            // It does find what the model does not know.
            let odd = try folder.write("odd.json", #"{"title": "Odd", "panels": [{"type": "stat", "colour": "red"}]}"#)
            #expect(try await ChildProcess.run(environment.python, script + [odd]).output.contains(".panels[0].colour"))
        }
    }
}
