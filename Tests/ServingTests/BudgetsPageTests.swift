import Budgets
import Serving
import TestSupport
import Testing
import Threading

@testable import Polling

@Suite("The page for people", .timeLimit(.minutes(10)))
struct BudgetsPageTests {
    @Test(
        "takes nothing from elsewhere, and nothing that is written into the page itself",
        arguments: ["/", "/teams/t-1", "/teams/unknown"])
    func policy(path: String) async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let reply = try await server.ask("GET", path)
            #expect(
                reply.header("Content-Security-Policy")
                    == "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
            #expect(reply.header("Cache-Control") == "no-store")
            #expect(!reply.text.contains(" style="))
            #expect(!reply.text.contains("<style"))
            #expect(!reply.text.contains("http"))
        }
    }

    @Test("has no banner when the numbers are real, and says when there are none")
    func starting() async throws {
        try await RunningServer.with { server async throws in
            let page = try await server.ask("GET", "/")
            #expect(page.status == 200)
            #expect(!page.text.contains("banner"))
            #expect(
                page.text.contains("<p class=\"notice\">The exporter is starting: there is nothing to show yet.</p>"))
            #expect(try await server.ask("GET", "/teams/t-1").status == 503)
            server.publish(.empty(at: server.time))
            #expect(try await server.ask("GET", "/").text.contains("No team has been read yet."))
        }
    }

    @Test("says what makes the numbers doubtful")
    func remarks() async throws {
        try await RunningServer.with { server async throws in
            var report = Report.sample(at: server.time)
            report.sources[1].isUp = false
            report.sources[1].isPartial = true
            report.sources[1].failure = .refused
            report.sources[1].lastSuccess = server.time.now() - .seconds(720)
            report.dropped[.team] = 1200
            server.publish(report)
            for path in ["/", "/teams/t-1"] {
                let page = try await server.ask("GET", path).text
                for remark in [
                    "LiteLLM cannot be read at the moment, so the numbers may be old: GET /key/list answered 401 "
                        + "(unauthorized): the exporter&#39;s key was refused",
                    "All teams were last read 12 min ago.", "The exporter&#39;s key sees only some of the teams.",
                    "--limit.teams holds back 1,200 more.",
                ] {
                    #expect(page.contains("<li>\(remark)</li>"), "\(path): \(remark)")
                }
            }
        }
    }

    @Test(
        "says why there is no team",
        arguments: [
            (true, 7, "There is no team to show."), (false, 120, "There is no team to show."),
            (false, 1500, "No team is shown: LiteLLM could not be read for too long."),
        ])
    func absence(isUp: Bool, secondsAgo: Int, words: String) async throws {
        try await RunningServer.with { server async throws in
            var report = Report.of([], at: server.time)
            for index in report.sources.indices {
                report.sources[index].isUp = isUp
                report.sources[index].lastSuccess = server.time.now() - .seconds(secondsAgo)
            }
            server.publish(report)
            let page = try await server.ask("GET", "/").text
            #expect(page.contains("<p class=\"found\" role=\"status\">\(words)</p>"))
        }
    }

    @Test("says in its help what the words are that it uses, and where more is written")
    func help() async throws {
        try await RunningServer.with(snapshot: Snapshot.sample(at:)) { server async throws in
            let page = try await server.ask("GET", "/").text
            for term in ["Blocked", "Limit of 0", "Not foreseeable"] { #expect(page.contains("<dt>\(term)</dt>")) }
            for document in page.matches(of: /[A-Za-z\/]+\.md/) {
                #expect(!GeneratedDocument(String(document.0)).text.isEmpty, "\(document.0)")
            }
            #expect(page.contains("README.md"))
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
            var report = Report.hostile(hostile, at: server.time)
            report.sources[0].failure = .with(explanation: hostile)
            server.publish(report)
            let page = try await server.ask("GET", "/?q=%3Cscript").text
            #expect(page.contains("<p class=\"banner\" role=\"alert\">\(escaped)</p>"))
            #expect(page.contains("<p>litellm-budget-exporter \(escaped). Times"))
            #expect(page.contains("(unauthorized): \(escaped)</td>"))
            #expect(page.contains("<a href=\"./a&#39;&amp;b\">"))
            #expect(page.contains("value=\"&lt;script\""))
            #expect(page.contains("><bdi>\(escaped)</bdi></a>"), "the team's name")
            let team = try await server.ask("GET", "/teams/" + hostile.encodedForURL).text
            #expect(team.contains("<h1><bdi>\(escaped)</bdi></h1>"))
            for page in [page, team] {
                #expect(page.matches(of: /<script/).count == 1, "the page's own")
                #expect(!page.contains("alert('"))
                #expect(!page.unicodeScalars.contains("\u{202E}"))
            }
        }
    }

    @Test(
        "finds teams by a part of an alias or id, or by a pattern",
        arguments: [
            ("q=red", ["red", "Infrared"]), ("q=RED", ["red", "Infrared"]), ("q=red*", ["red"]),
            ("q=t-?", ["red", "Blue", "Infrared"]),
            ("q=+blue+", ["Blue"]), ("q=%E7%A0%94", ["研究"]), ("q=", ["red", "Blue", "Infrared", "研究"]), ("q=none", []),
            ("q=%zz", ["red", "Blue", "Infrared", "研究"]), ("nonsense&&q&=", ["red", "Blue", "Infrared", "研究"]),
        ])
    func search(query: String, names: [String]) async throws {
        try await RunningServer.with { server async throws in
            server.publish(
                .of(
                    [.team("t-1", "red"), .team("t-2", "Blue"), .team("t-3", "Infrared"), .team("kyoto", "研究")],
                    at: server.time))
            let page = try await server.ask("GET", "/?" + query).text
            #expect(Set(page.teamNames) == Set(names))
            if names.isEmpty { #expect(page.contains("No team has “none” in its alias or id.")) }
        }
    }

    @Test(
        "puts teams in order, what is not known last",
        arguments: [
            ("", ["over", "soon", "later", "high", "soft", "calm", "untold", "barred", "free"]),
            ("sort=team", ["barred", "calm", "free", "high", "later", "over", "soft", "soon", "untold"]),
            ("sort=-team", ["untold", "soon", "soft", "over", "later", "high", "free", "calm", "barred"]),
            ("sort=used", ["over", "high", "soft", "later", "soon", "calm", "free", "barred", "untold"]),
            ("sort=-used", ["calm", "soon", "later", "soft", "high", "over", "free", "barred", "untold"]),
            ("sort=left", ["over", "barred", "high", "soft", "later", "soon", "calm", "free", "untold"]),
            ("sort=ends", ["over", "soon", "later", "calm", "free", "high", "barred", "soft", "untold"]),
            ("sort=-ends", ["later", "soon", "over", "calm", "free", "high", "barred", "soft", "untold"]),
            ("sort=nonsense", ["over", "soon", "later", "high", "soft", "calm", "untold", "barred", "free"]),
        ])
    func order(query: String, names: [String]) async throws {
        try await RunningServer.with { server async throws in
            server.publish(.of(Account.inAllStates(at: server.time.now()), at: server.time))
            let page = try await server.ask("GET", "/?" + query).text
            #expect(page.teamNames == names)
        }
    }

    @Test("tells teams apart whose names look alike, by their ids")
    func alikeNames() async throws {
        try await RunningServer.with { server async throws in
            let names: [(id: String, alias: String?, isBesideItsID: Bool)] = [
                ("plain", "Red team", true), ("zero-width", "Red\u{200B} team", true), ("joined", "Redteam", true),
                ("twice", "Twice", true), ("twice-more", "Twice", true), ("once", "Once", false),
                ("blue", "Blue", false), ("nameless", nil, false),
            ]
            let unseen = ["\u{200B}", "\u{2060}\u{FEFF}", "\u{3164}", "\u{00AD} ", "\u{2800}", " "]
            server.publish(
                .of(
                    names.map { .team($0.id, $0.alias) } + unseen.enumerated().map { .team("unseen-\($0)", $1) },
                    at: server.time))
            let page = try await server.ask("GET", "/").text
            for name in names {
                let isBeside = page.contains("</a><small><bdi>\(name.id)</bdi></small>")
                #expect(isBeside == name.isBesideItsID, "\(name.id)")
            }
            #expect(page.teamNames.filter { $0.hasPrefix("unseen-") }.count == unseen.count)
        }
    }

    @Test("counts as exhausted what the dashboards count as out of budget")
    func counts() async throws {
        try await RunningServer.with { server async throws in
            var blocked = Account.team("blocked", nil, spend: 120)
            blocked.isBlocked = true
            server.publish(
                .of(
                    [.team("over", nil, spend: 120), .team("barred", nil, spend: 1, limit: .limited(0)), blocked],
                    at: server.time))
            let page = try await server.ask("GET", "/").text
            #expect(page.contains("<small>1 exhausted, 1 blocked, 1 with a limit of 0</small>"))
        }
    }

    @Test("tells of all accounts when they run out but of providers, of which nothing is foreseen")
    func otherAccounts() async throws {
        try await RunningServer.with { server async throws in
            var report = Report.of([.team("t-1", nil)], at: server.time)
            let others: [(kind: AccountKind, id: AccountID)] = [
                (.user, .user("u-1")), (.provider, .provider("openai")),
            ]
            for (kind, id) in others {
                report.accounts[kind] = [Account(id: id, budget: Budget(limit: .limited(10)), spend: 11)]
            }
            server.publish(report)
            let page = try await server.ask("GET", "/").text
            for (title, columns) in [
                ("Users", ["Name", "Used", "Left", "Spent", "Limit", "Runs out", "Resets"]),
                ("Providers", ["Name", "Used", "Left", "Spent", "Limit", "Resets"]),
            ] {
                let table = try #require(
                    page.split(separator: "<caption>\(title) with a limit</caption>").dropFirst().first?
                        .split(separator: "</table>").first)
                #expect(table.matches(of: /<th scope="col"[^>]*>([^<]*)/).map { String($0.1) } == columns, "\(title)")
                #expect(table.split(separator: "<td").count - 1 == columns.count - 1, "\(title)")
            }
        }
    }

    @Test("reaches every one of many teams by its pages, each once")
    func paging() async throws {
        try await RunningServer.with { server async throws in
            let teams = (0..<450).map { Account.team("t-\($0)", nil, spend: Double($0 * 7 % 101)) }
            server.publish(.of(teams, at: server.time))
            var names: [String] = []
            var sizes: [Int] = []
            for page in 1...3 {
                let text = try await server.ask("GET", "/?sort=spent&page=\(page)").text
                #expect(text.contains("href=\"./?sort=spent\(page == 2 ? "" : "&amp;page=2")\"") || page == 2)
                sizes.append(text.teamNames.count)
                names += text.teamNames
            }
            #expect(sizes == [200, 200, 50])
            #expect(Set(names).count == 450)
            #expect(try await server.ask("GET", "/?page=99").text.teamNames.count == 50, "a page too far is the last")
            #expect(try await server.ask("GET", "/?page=-1").text.teamNames.count == 200)
            #expect(try await server.ask("GET", "/?q=t-44").text.teamNames.count == 11)
        }
    }

    @Test("has no link that leads nowhere")
    func links() async throws {
        try await RunningServer.with { server async throws in
            let ids = ["a/b?c#d&e=f", "%2e%2e", "a b+c", "ünï 🧪", "\"'<>", ".hidden", "x\u{0}y", "~-._", "."]
            server.publish(.of(ids.map { .team($0, nil) }, at: server.time))
            var seen: Set<String> = []
            var left = ["/"]
            while let path = left.popLast() {
                let reply = try await server.ask("GET", path)
                #expect(reply.status == 200, "\(path)")
                guard reply.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
                let base = path.hasPrefix("/teams/") ? "../" : "./"
                for match in reply.text.matches(of: /(?:href|src)="([^"#]+)/) {
                    let link = String(match.1).replacing("&amp;", with: "&")
                    #expect(link.hasPrefix(base), "\(link) on \(path)")
                    let target = "/" + link.dropFirst(base.count)
                    if seen.insert(target).inserted { left.append(target) }
                }
            }
            #expect(seen.filter { $0.hasPrefix("/teams/") }.count == ids.count - 1, "all but the one dot")
            #expect(seen.isSuperset(of: ["/metrics", "/api/v1/teams", "/-/healthy", "/-/ready", "/-/page.js"]))
        }
    }

    @Test("has a style for light and dark, and it is CSS")
    func style() async throws {
        try await RunningServer.with { server async throws in
            let reply = try await server.ask("GET", "/-/style.css")
            #expect(reply.header("Content-Type") == "text/css; charset=utf-8")
            #expect(reply.text.contains("@media (prefers-color-scheme: dark)"))
            #expect(reply.text.filter { $0 == "{" }.count == reply.text.filter { $0 == "}" }.count)
            #expect(
                try await server.ask("GET", "/-/page.js").header("Content-Type") == "text/javascript; charset=utf-8")
            #expect(try await server.ask("GET", "/-/icon.svg").header("Content-Type") == "image/svg+xml")
        }
    }

    @Test("shows the proxy's own budget and the other kinds, users as they are to be shown")
    func otherKinds() async throws {
        try await RunningServer.with { server async throws in
            var report = Report.of([], at: server.time)
            report.accounts[.proxy] = [Account(id: .proxy, budget: Budget(limit: .limited(100)), spend: 40)]
            report.accounts[.user] = [
                Account(id: .user("somebody@example.com"), budget: Budget(limit: .limited(10)), spend: 11)
            ]
            report.accounts[.customer] = [Account(id: .customer("c"), budget: Budget(limit: .unlimited), spend: 1)]
            let presentation = Presentation(shownID: { $0.kind == .user ? "sha256:0123" : $0.text })
            server.snapshots.publish(
                Snapshot(
                    exposition: .sample, report: report, madeAt: server.time.uptime, presentation: presentation))
            let page = try await server.ask("GET", "/").text
            #expect(page.contains("<strong>$60.00 left</strong>"))
            #expect(page.contains("1 in all, 1 exhausted"))
            #expect(
                page.contains(
                    "<th scope=\"row\"><bdi>sha256:0123</bdi> <span class=\"mark alarm\">exhausted</span></th>"))
            #expect(!page.contains("example.com"))
            #expect(page.contains("1 in all, 1 without a limit"))
        }
    }
}

extension String {
    /// The names of the teams in the table, from top to bottom.
    fileprivate var teamNames: [String] {
        matches(of: /<a href="\.\/teams\/[^"]*"><bdi>([^<]*)<\/bdi><\/a>/).map { String($0.1) }
    }

    /// Every byte as a percent sign and two digits.
    var encodedForURL: String {
        utf8.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16) }.joined()
    }
}
