import Serving
import TestSupport
import Testing

@testable import Polling

@Suite("The page for people", .timeLimit(.minutes(2)))
struct LandingRouteTests {
    @Test("is this one")
    func wholePage() async throws {
        try await RunningServer.with(
            { $0.banner = "Made-up numbers: this is a demonstration." }, snapshot: Snapshot.sample(at:)
        ) {
            server async throws in
            let reply = try await server.ask("GET", "/")
            #expect(reply.header("Content-Type") == "text/html; charset=utf-8")
            #expect(
                reply.header("Content-Security-Policy")
                    == "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            )
            #expect(
                reply.text == """
                    <!doctype html>
                    <html lang="en">
                    <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <title>LiteLLM budget exporter</title>
                    <link rel="stylesheet" href="/-/style.css">
                    </head>
                    <body>
                    <p class="banner" role="alert">Made-up numbers: this is a demonstration.</p>
                    <header>
                    <h1>LiteLLM budget exporter</h1>
                    <p>litellm-budget-exporter 1.2.3</p>
                    <p>Watches the budgets of a LiteLLM proxy for Prometheus.</p>
                    </header>
                    <main>
                    <ul>
                    <li><a href="/metrics">/metrics</a>: metrics for Prometheus</li>
                    <li><a href="/-/healthy">/-/healthy</a>: whether the exporter is alive</li>
                    <li><a href="/-/ready">/-/ready</a>: whether it has read everything once</li>
                    <li><a href="/api/v1/teams">/api/v1/teams</a>: teams and their budgets as JSON</li>
                    </ul>
                    <section>
                    <h2>Sources</h2>
                    <p>As of 2026-11-21T00:48:15Z.</p>
                    <table>
                    <thead>
                    <tr>
                    <th scope="col">Source</th>
                    <th scope="col">State</th>
                    <th scope="col">Accounts</th>
                    <th scope="col">Last complete sweep</th>
                    </tr>
                    </thead>
                    <tbody>
                    <tr>
                    <th scope="row">keys</th>
                    <td class="failing">failing: GET /key/list answered 401 (unauthorized): the exporter&#39;s key was refused</td>
                    <td>0</td>
                    <td>none yet</td>
                    </tr>
                    <tr>
                    <th scope="row">teams</th>
                    <td>up</td>
                    <td>3</td>
                    <td>2026-11-21T00:48:08Z</td>
                    </tr>
                    </tbody>
                    </table>
                    </section>
                    </main>
                    </body>
                    </html>

                    """)
        }
    }

    @Test("has no banner when the numbers are real, and says when there are none")
    func starting() async throws {
        try await RunningServer.with { server async throws in
            let page = try await server.ask("GET", "/").text
            #expect(!page.contains("banner"))
            #expect(page.contains("<p class=\"failing\">The exporter is starting: there is nothing to show yet.</p>"))
        }
    }

    @Test("takes what comes from outside as text only")
    func hostileText() async throws {
        let hostile = "</td><script>alert('1' & \"2\")</script>\u{0}\u{202E}\u{9B}"
        let escaped =
            "&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;\u{FFFD}\u{FFFD}\u{FFFD}"
        try await RunningServer.with({
            $0.banner = hostile
            $0.version = hostile
            $0.telemetryPath = try! TelemetryPath("/a'&b")
        }) { server async throws in
            var report = Report.empty(at: server.time)
            report.sources[0].failure = .with(explanation: hostile)
            server.publish(report)
            let page = try await server.ask("GET", "/").text
            #expect(page.contains("<p class=\"banner\" role=\"alert\">\(escaped)</p>"))
            #expect(page.contains("<p>litellm-budget-exporter \(escaped)</p>"))
            #expect(page.contains("(unauthorized): \(escaped)</td>"))
            #expect(page.contains("<a href=\"/a&#39;&amp;b\">/a&#39;&amp;b</a>"))
            #expect(!page.contains("<script"))
        }
    }

    @Test("has a style for light and dark, and it is CSS")
    func style() async throws {
        try await RunningServer.with { server async throws in
            let reply = try await server.ask("GET", "/-/style.css")
            #expect(reply.header("Content-Type") == "text/css; charset=utf-8")
            #expect(reply.text.contains("@media (prefers-color-scheme: dark)"))
            #expect(reply.text.filter { $0 == "{" }.count == reply.text.filter { $0 == "}" }.count)
        }
    }
}
