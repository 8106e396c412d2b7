import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// The pages in a real browser, all in one visit: starting a Chromium is what takes long.
@Suite("The pages in Chromium", .serialized, .timeLimit(.minutes(10)))
struct PagesProcessTests {
    @Test("are legible to everybody, hold in any width, and do with and without their script what they should")
    func look() async throws {
        guard let browser = try await Browser.find() else { return }
        try await PageServers.with(SamplePages.all) { urls in
            let seen = try await browser.look(at: pages(urls), visiting: visits(urls))
            for page in seen.pages { check(page) }
            check(seen.visits)
        }
    }

    private func pages(_ urls: [String: String]) -> [Browser.Page] {
        func url(_ site: String, _ path: String = "/") -> String { (urls[site] ?? "") + path }
        let hostile = SamplePages.hostileID.utf8.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16) }.joined()
        return [
            .init("three", url("three")), .init("three-dark", url("three"), scheme: "dark"),
            .init("three-phone", url("three"), width: 360),
            .init("three-without-script", url("three"), script: false),
            .init("forty", url("forty")), .init("forty-dark", url("forty"), scheme: "dark"),
            .init("forty-phone", url("forty"), width: 360),
            .init("many", url("many")), .init("many-phone", url("many", "/?page=2"), width: 360),
            .init("none", url("none")),
            .init("stale", url("stale")), .init("stale-phone", url("stale"), width: 360),
            .init("outage", url("outage")), .init("outage-phone", url("outage"), width: 360),
            .init("starting", url("starting")),
            .init("hostile", url("hostile")), .init("hostile-phone", url("hostile"), width: 320),
            .init("hostile-team", url("hostile", "/teams/" + hostile)),
            .init("hostile-team-phone", url("hostile", "/teams/" + hostile), width: 320),
            .init("team", url("forty", SamplePages.teamPath)),
            .init("team-dark", url("forty", SamplePages.teamPath), scheme: "dark"),
            .init("team-phone", url("forty", SamplePages.teamPath), width: 360),
            .init("team-exhausted", url("three", "/teams/\(SampleTeams.id(1))")),
            .init("not-found", url("three", "/teams/unknown")),
        ]
    }

    private func visits(_ urls: [String: String]) -> [String: String] {
        let forty = (urls["forty"] ?? "") + "/"
        return [
            "sorting": forty, "sortingWithoutScript": forty, "refreshing": forty, "searching": forty, "keyboard": forty,
        ]
    }

    private func check(_ page: Browser.SeenPage) {
        #expect(page.violations == [], "axe-core \(page.rules) on \(page.name)")
        let expected =
            page.status == 404
            ? ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"] : []
        #expect(page.messages == expected, "\(page.name): the console, and what the policy refused")
        #expect(page.pageWidth <= page.width, "\(page.name) scrolls sideways")
        #expect(page.scripts == 1, "\(page.name)")
        #expect(page.hasRefreshButton == !page.name.hasSuffix("without-script"), "\(page.name)")
        let isDark = page.name.hasSuffix("dark")
        #expect(page.background == (isDark ? "rgb(16, 19, 23)" : "rgb(245, 246, 248)"), "\(page.name)")
        switch page.name.split(separator: "-").first {
        case "three": #expect(page.teams == 3)
        case "forty": #expect(page.teams == 40)
        case "many": #expect(page.teams == 200)
        case "hostile" where !page.name.contains("team"): #expect(page.teams > 3)
        default: break
        }
    }

    private func check(_ visits: Browser.Visits) {
        let sorting = visits.sorting
        #expect(sorting.messages == [])
        #expect(sorting.stayed, "sorting loads no page")
        #expect(sorting.descending.first == "team-without-alias")
        #expect(Set(sorting.descending) == Set(sorting.before))
        #expect(sorting.descending != sorting.before)
        #expect(sorting.ascending.first == "Refunded")
        #expect(sorting.focused == "sort-spent", "the focus stays where it was")
        #expect(sorting.chosen == "-spent" || sorting.chosen == "spent")
        #expect(sorting.byName.dropFirst().first == "A team whose name somebody made far too long to be read, asia")
        #expect(sorting.address == "?sort=team")
        #expect(visits.sortingWithoutScript.descending == sorting.descending)
        #expect(visits.sortingWithoutScript.found.allSatisfy { $0.hasPrefix("team-1") })
        #expect(!visits.sortingWithoutScript.found.isEmpty)

        let searching = visits.searching
        #expect(searching.messages == [])
        #expect(searching.found == ["Growth", "Growth"])
        #expect(searching.stayed && searching.focused == "q" && searching.address == "?q=growth")
        #expect(searching.typed == "")

        let refreshing = visits.refreshing
        #expect(refreshing.requests == ["fetch"])
        #expect(refreshing.typed == "not sent yet" && refreshing.focused == "q")
        #expect(refreshing.scrolled == 400)
        #expect(refreshing.staysOpen)
        #expect(refreshing.keepsStatus, "what has not changed is not told again")
        #expect(refreshing.afterStop == [])
        #expect(refreshing.teamsLeft == 40, "what was told last stays")

        let keyboard = visits.keyboard
        #expect(keyboard.first == "Skip to the content")
        #expect(keyboard.firstIsShown)
        #expect(keyboard.reached == keyboard.wanted)
        #expect(keyboard.withoutOutline == [])
        #expect(keyboard.messages == [])
    }
}
