import Budgets
import LiteLLMSimulator
import Logging
import Polling
import TestSupport
import Testing
import Threading

@testable import Commands

@Suite("The day before a demo", .timeLimit(.minutes(10)))
struct DemoHistoryTests {
    @Test("leaves rates and forecasts for whoever looks in the first minute")
    func forecasts() async throws {
        // A Wednesday in the middle of a month, at noon.
        let time = ManualTime(now: Timestamp(unixSeconds: 1_795_003_200))
        let start = (time.now() - DemoHistory.length).unixSeconds
        let proxy = SimulatedProxy(.demo(at: start), startingAt: start)
        var configuration = Poller.Configuration()
        for source in [SourceID.users, .customers, .organizations] {
            configuration.otherIntervals[source] = .seconds(300)
        }
        let watch = try await DemoHistory(
            proxy: proxy, configuration: configuration, present: time,
            logger: Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }
        ).watched()
        #expect(await proxy.now == time.now().unixSeconds)
        let report = await watch.report(at: time.uptime, time.now())
        let teams = report.accounts(.team)
        #expect(teams.count == Population.demo(at: start).teams.count)
        func isWatched(_ account: Account) -> Bool {
            Set(account.history?.outlooks.map(\.window.label) ?? []).isSuperset(of: ["1h", "1d"])
        }
        for team in teams { #expect(isWatched(team), "\(team.id)") }
        for kind in [AccountKind.key, .user, .customer, .organization, .proxy] {
            #expect(report.accounts(kind).contains(where: isWatched), "\(kind)")
        }
        #expect(teams.contains { $0.history?.outlooks.contains { $0.exhaustsBeforeReset == true } == true })
    }
}
