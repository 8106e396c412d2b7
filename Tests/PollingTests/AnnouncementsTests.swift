import Budgets
import LiteLLMAdmin
import Testing
import Threading

@testable import Polling

/// What is said of sweeps, and when it is not said again.
@Suite struct AnnouncementsTests: WatchSuite {
    @Test("a lasting fault is said once, and once more when it is over")
    func saysThingsOnce() async {
        let watch = Watch(Poller.Configuration())
        func notices(_ outcome: Sweep.Outcome, _ seconds: Int) async -> [Notice] {
            await watch.finish(
                sweep([team("a")], from: seconds, to: seconds, outcome: outcome), at: at(seconds), noon
            ).notices
        }
        #expect(await notices(.complete, 0) == [.firstSweep(.teams, accounts: 1)])
        #expect(await notices(.complete, 30) == [])
        #expect(await notices(.failed(Self.outage), 60) == [.failed(.teams, Self.outage)])
        #expect(await notices(.failed(Self.outage), 65) == [])
        let sameInOtherWords = AdminError(
            .teamList, .databaseUnavailable, status: 500, explanation: "no database")
        #expect(await notices(.failed(sameInOtherWords), 70) == [])
        let timeout = AdminError(.teamList, .timeout, explanation: "slow")
        #expect(await notices(.failed(timeout), 75) == [.failed(.teams, timeout)])
        #expect(await notices(.complete, 95) == [.worksAgain(.teams)])
        #expect(await notices(.complete, 125) == [])
        #expect(await notices(.incomplete, 155) == [.incomplete(.teams, nil)])
        #expect(await notices(.incomplete, 185) == [])
        #expect(await notices(.complete, 215) == [.worksAgain(.teams)])
        #expect(await notices(.incomplete, 245) == [], "it was said less than ten minutes ago")
        #expect(await notices(.incomplete, 754) == [])
        #expect(await notices(.incomplete, 755) == [.incomplete(.teams, nil)])
        #expect(await notices(.complete, 785) == [.worksAgain(.teams)])
    }

    @Test("what was said a moment ago is said again where it lasts, so that the last word is not that all is well")
    func saysLastingFaults() async {
        let watch = Watch(Poller.Configuration())
        var said: [Int: [Notice]] = [:]
        for (seconds, outcome) in [
            (0, .complete), (30, .failed(Self.outage)), (60, .complete), (90, .failed(Self.outage)),
            (120, .failed(Self.outage)), (150, .failed(Self.outage)), (180, .failed(Self.outage)), (210, .complete),
        ] as [(Int, Sweep.Outcome)] {
            let notices = await watch.finish(
                sweep([team("a")], from: seconds, to: seconds, outcome: outcome), at: at(seconds), noon
            ).notices
            if !notices.isEmpty { said[seconds] = notices }
        }
        #expect(
            said == [
                0: [.firstSweep(.teams, accounts: 1)], 30: [.failed(.teams, Self.outage)], 60: [.worksAgain(.teams)],
                150: [.failed(.teams, Self.outage)], 210: [.worksAgain(.teams)],
            ])
    }

    @Test("why rows are rejected is said once, whatever was counted of their members before")
    func saysRejectionsOnce() {
        var announcements = Announcements()
        var before = SourceStatus(.teams, interval: .seconds(30))
        before.lastSuccess = noon
        before.rejections = [.unknownLimit: 2]
        var sweep = sweep([team("a")], from: 0, to: 0)
        sweep.rejections = [.unknownLimit: 1]
        sweep.rejectedAccounts = [.unknownLimit: [.team("a")]]
        let first = announcements.afterSweep(sweep, before: before, accounts: 1, at: at(0))
        #expect(first == [.rejected(.teams, .unknownLimit, count: 1, [.team("a")])])
        #expect(announcements.afterSweep(sweep, before: before, accounts: 1, at: at(30)) == [])
        sweep.rejections = [.unknownLimit: 2]
        sweep.rejectedAccounts = [.unknownLimit: [.team("a"), .team("b")]]
        #expect(announcements.afterSweep(sweep, before: before, accounts: 1, at: at(599)) == [])
        let second = announcements.afterSweep(sweep, before: before, accounts: 1, at: at(600))
        #expect(
            second.map(\.description) == [
                "2 of teams: a limit is not a number; the last known one is shown until it is stale: team \"a\", team \"b\""
            ], "who was not named before, after ten minutes")
        #expect(announcements.afterSweep(sweep, before: before, accounts: 1, at: at(3000)) == [])
    }

    @Test("a gateway that fails in several ways by turns is said to fail in each, and again after ten minutes only")
    func saysTurnsOnce() async {
        let watch = Watch(Poller.Configuration())
        let badGateway = AdminError(.teamList, .serverError, status: 502, explanation: "failed")
        let overload = AdminError(.teamList, .overloaded, status: 503, explanation: "overloaded")
        func said(of outcomes: [Sweep.Outcome], from start: Int) async -> [Notice] {
            var notices: [Notice] = []
            for (number, outcome) in outcomes.enumerated() {
                let seconds = start + 30 * number
                notices += await watch.finish(
                    sweep([team("a")], from: seconds, to: seconds, outcome: outcome), at: at(seconds), noon
                ).notices
            }
            return notices
        }
        let turns = Array(repeating: [Sweep.Outcome.failed(badGateway), .failed(overload)], count: 10).joined()
        let each: [Notice] = [.failed(.teams, badGateway), .failed(.teams, overload)]
        #expect(await said(of: [.complete], from: 0) == [.firstSweep(.teams, accounts: 1)])
        #expect(await said(of: Array(turns), from: 30) == each, "for ten minutes")
        #expect(await said(of: Array(turns), from: 630) == each, "for ten more")
        #expect(await said(of: [.complete], from: 1230) == [.worksAgain(.teams)])
        #expect(await said(of: Array(turns.prefix(4)), from: 1260) == each, "it is another outage")
    }

    @Test("a proxy of which every other answer fails is said to fail every ten minutes, and in the end to be well")
    func saysEveryOtherFailureOnce() async {
        let watch = Watch(Poller.Configuration())
        let badGateway = AdminError(.teamList, .serverError, status: 502, explanation: "failed")
        var said: [String] = []
        for seconds in stride(from: 0, through: 1500, by: 10) {
            let fails = !seconds.isMultiple(of: 20) && seconds < 1300
            let sweep = sweep(
                [team("a")], from: seconds, to: seconds, outcome: fails ? .failed(badGateway) : .complete)
            for notice in await watch.finish(sweep, at: at(seconds), noon).notices {
                switch notice {
                case .failed: said.append("fails \(seconds)")
                case .worksAgain: said.append("works \(seconds)")
                default: #expect(notice == .firstSweep(.teams, accounts: 1))
                }
            }
        }
        #expect(said == ["fails 10", "works 20", "fails 610", "works 620", "fails 1210", "works 1220"])
    }

    @Test("a view that is partial by turns is said to be so every ten minutes, and its end each time")
    func saysPartialViewsOnce() async {
        var announcements = Announcements()
        var said: [String] = []
        for seconds in stride(from: 0, through: 1500, by: 10) {
            let isPartial = seconds.isMultiple(of: 20) && seconds < 1300
            for notice in announcements.onView(of: .keys, isPartial: isPartial, at: at(seconds)) {
                said.append(notice == .viewIsPartial(.keys) ? "partial \(seconds)" : "whole \(seconds)")
            }
        }
        #expect(said == ["partial 0", "whole 10", "partial 600", "whole 610", "partial 1200", "whole 1210"])
        #expect(announcements.onView(of: .keys, isPartial: true, at: at(1800)) == [.viewIsPartial(.keys)])
        #expect(announcements.onView(of: .keys, isPartial: true, at: at(3000)) == [])
        #expect(announcements.onView(of: .teams, isPartial: true, at: at(3000)) == [.viewIsPartial(.teams)])
    }

    @Test("a bad row that moves, or comes and goes, is said once in ten minutes; one that stays once")
    func saysBadRowsOnce() async {
        let watch = Watch(Poller.Configuration())
        func said(_ rows: [BadRow], _ seconds: Int) async -> [Notice] {
            var sweep = sweep([team("a")], from: seconds, to: seconds)
            sweep.badRows = rows
            return await watch.finish(sweep, at: at(seconds), noon).notices.filter { notice in
                if case .badRow = notice { true } else { false }
            }
        }
        func row(_ offset: Int, after id: String = "a") -> BadRow { BadRow(offset: offset, before: id, after: "z") }
        #expect(await said([row(4)], 0) == [.badRow(.teams, row(4))])
        for seconds in stride(from: 10, to: 600, by: 10) {
            #expect(await said(seconds.isMultiple(of: 30) ? [] : [row(seconds)], seconds) == [], "at \(seconds) s")
        }
        #expect(await said([], 610) == [])
        #expect(
            await said([row(5), row(9, after: "m")], 620) == [
                .badRow(.teams, row(5)), .badRow(.teams, row(9, after: "m")),
            ])
        for seconds in [640, 1300, 3000] { #expect(await said([row(seconds), row(1, after: "m")], seconds) == []) }
        let alone = [7, 8].map { BadRow(offset: $0, before: nil, after: nil) }
        #expect(await said(alone, 4000) == alone.map { .badRow(.teams, $0) })
    }

    @Test("each listed account that LiteLLM does not know is named once, and again when it has been there")
    func namesUnknownAccountsOnce() async {
        let watch = Watch(Poller.Configuration())
        let notFound = AdminError(.teamList, .notFound, explanation: "there is no such account or route")
        func notices(_ unknown: [String], _ seconds: Int) async -> [Notice] {
            var sweep = sweep(
                [team("a")], from: seconds, to: seconds, outcome: unknown.isEmpty ? .complete : .incomplete)
            sweep.unknownAccounts = Set(unknown.map { .team($0) })
            sweep.errors = unknown.map { _ in notFound }
            return await watch.finish(sweep, at: at(seconds), noon).notices
        }
        func unknown(_ ids: String...) -> [Notice] { [.unknownAccounts(ids.map { .team($0) })] }
        #expect(await notices(["y", "x"], 0) == unknown("x", "y"))
        #expect(await notices(["x", "y"], 30) == [])
        #expect(await notices(["x", "y", "z"], 60) == unknown("z"))
        #expect(await notices(["x"], 90) == [])
        #expect(await notices(["x", "y"], 120) == unknown("y"))
    }

    @Test("a proxy that is slow by turns is said to be slow once, and to be well again when it has been so for a while")
    func saysSlownessOnce() async {
        let watch = Watch(Poller.Configuration())
        func notices(_ interval: Int, at seconds: Int) async -> [Notice] {
            await watch.follow([.teams: .seconds(interval)], present: [:], spareShare: 0, at: at(seconds))
        }
        #expect(await notices(30, at: 0) == [])
        #expect(await notices(60, at: 30) == [.sweepsLessOften(.teams, interval: .seconds(60))])
        for turn in 0..<20 {
            #expect(await notices(30, at: 100 + 120 * turn) == [])
            #expect(await notices(turn.isMultiple(of: 3) ? 90 : 60, at: 160 + 120 * turn) == [])
        }
        #expect(await notices(600, at: 2600) == [.sweepsLessOften(.teams, interval: .seconds(600))])
        #expect(await notices(30, at: 2700) == [])
        #expect(await notices(30, at: 3499) == [])
        #expect(await notices(30, at: 3500) == [.sweepsAsOftenAsUsual(.teams, interval: .seconds(30))])
        #expect(await notices(30, at: 9000) == [])
        #expect(await notices(60, at: 9030) == [.sweepsLessOften(.teams, interval: .seconds(60))])
    }

    @Test("hot accounts are read without a word while all is well")
    func isQuietAboutHotAccounts() async {
        let watch = Watch(Poller.Configuration())
        for seconds in [0, 30] {
            let sweep = sweep([], of: .details, from: seconds, to: seconds, absence: .isMeaningless)
            #expect(await watch.finish(sweep, at: at(seconds), noon).notices == [])
        }
    }

    @Test("no id of a person is logged, as it often is an address")
    func keepsPeopleOutOfTheLog() {
        let people: [AccountID] = [
            .user("u@example.com"), .customer("c@example.com"), .teamMember(team: "t", user: "m@example.com"),
        ]
        let row = BadRow(offset: 4, before: "a@example.com", after: "b@example.com")
        let notices: [Notice] = [.removed(people), .unknownAccounts(people), .badRow(.users, row)]
        for notice in notices { #expect(!notice.description.contains("@"), "\(notice)") }
        #expect(
            Notice.removed(people).description == "no longer at the proxy: a customer, a member of team \"t\", a user")
        #expect(
            Notice.badRow(.teams, BadRow(offset: 4, before: "a", after: "b")).description.contains(
                "between \"a\" and \"b\""))
    }

    @Test("what a proxy does not have is no failure, and is said once")
    func saysOnceWhatIsUnavailable() async {
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.organizations: .seconds(300)]
        let watch = Watch(configuration)
        let error = AdminError(
            .organizationList, .forbidden, status: 403, explanation: "this needs LiteLLM Enterprise",
            unavailability: .licenceNeeded)
        for second in [1, 301] {
            let notices = await watch.finish(
                sweep([], of: .organizations, from: second, to: second, outcome: .unavailable(error)), at: at(second),
                noon + .seconds(second)
            ).notices
            #expect(notices == (second == 1 ? [.unavailable(.organizations, error)] : []))
        }
        let report = await watch.report(at: at(301), noon)
        let status = report.sources.first { $0.source == .organizations }
        #expect(status?.isUp == true)
        #expect(status?.unavailability == "this needs LiteLLM Enterprise")
        #expect(status?.failure == nil)
        #expect(status?.lastSuccess == noon + .seconds(301))
        #expect(report.upstream.failures.allSatisfy { $0.count == 0 })
    }

    @Test("the last word in an outage is true after ten minutes at most, whatever came by turns before")
    func lastWordIsTrue() async {
        let watch = Watch(Poller.Configuration())
        let overload = AdminError(.teamList, .overloaded, status: 503, explanation: "overloaded")
        func said(_ outcome: Sweep.Outcome, _ seconds: Int) async -> [Notice] {
            await watch.finish(
                sweep([team("a")], from: seconds, to: seconds, outcome: outcome), at: at(seconds), noon
            ).notices
        }
        #expect(await said(.complete, 0) == [.firstSweep(.teams, accounts: 1)])
        #expect(await said(.failed(overload), 30) == [.failed(.teams, overload)])
        #expect(await said(.incomplete, 60) == [.incomplete(.teams, nil)])
        for seconds in stride(from: 90, to: 630, by: 30) {
            #expect(await said(.failed(overload), seconds) == [], "at \(seconds) s")
        }
        #expect(await said(.failed(overload), 630) == [.failed(.teams, overload)])
        #expect(await said(.failed(overload), 660) == [])
        #expect(await said(.incomplete, 690) == [.incomplete(.teams, nil)])
        #expect(await said(.complete, 720) == [.worksAgain(.teams)])
        #expect(await said(.complete, 750) == [])
    }

    @Test("what was not there and is there now is said, as is what fails in between")
    func becomesAvailable() async {
        var configuration = Poller.Configuration()
        configuration.otherIntervals = [.organizations: .seconds(300)]
        let watch = Watch(configuration)
        let licence = AdminError(.organizationList, .forbidden, explanation: "licence", unavailability: .licenceNeeded)
        func said(_ outcome: Sweep.Outcome, _ seconds: Int) async -> [Notice] {
            await watch.finish(
                sweep([], of: .organizations, from: seconds, to: seconds, outcome: outcome), at: at(seconds), noon
            ).notices
        }
        #expect(await said(.unavailable(licence), 0) == [.unavailable(.organizations, licence)])
        #expect(await said(.failed(Self.outage), 300) == [.failed(.organizations, Self.outage)])
        #expect(await said(.unavailable(licence), 600) == [.unavailable(.organizations, licence)])
        #expect(await said(.unavailable(licence), 900) == [])
        #expect(await said(.complete, 1200) == [.worksAgain(.organizations)])
    }
}
