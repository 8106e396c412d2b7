import Budgets
import LiteLLMAdmin
import TestSupport
import Testing
import Threading

@testable import Polling

@Suite("What the log says of sources") struct NoticeTests {
    private func line(_ notice: Notice) -> String? {
        let log = RecordedLog()
        log.logger.say(notice)
        return log.lines.first
    }

    @Test("can be filtered by fields, and read without them")
    func fields() {
        let refused = AdminError(.teamList, .unauthorized, status: 401, explanation: "the key was refused")
        let silent = AdminError(.keyList, .timeout, explanation: "it did not answer in time")
        let cases: [(Notice, String)] = [
            (
                .failed(.teams, refused),
                "error cannot read teams: GET /v2/team/list answered 401 (unauthorized): the key was refused"
                    + " reason=unauthorized route=/v2/team/list source=teams status=401"
            ),
            (
                .incomplete(.keys, silent),
                "warning a sweep of keys was incomplete; what it saw counts: GET /key/list did not answer (timeout): "
                    + "it did not answer in time reason=timeout route=/key/list source=keys"
            ),
            (.worksAgain(.keys), "info keys can be read again, completely source=keys"),
            (
                .rejected(.teams, .unknownSpend, count: 3, [.team("a"), .team("b\n")]),
                "warning 3 of teams: their spend is not a number; the last known one is shown until it is stale: "
                    + #"team "a", team "b\n", and others reason=unknown_spend source=teams"#
            ),
        ]
        for (notice, expected) in cases { #expect(line(notice) == expected) }
    }

    @Test("no id makes a long line of it")
    func longIDs() throws {
        let id = "e" + String(repeating: "\u{301}", count: 10_000)
        #expect(id.count == 1)
        let text = try #require(line(.rejected(.teams, .labelTooLong, count: 1, [.team(id)])))
        #expect(text.unicodeScalars.count < 300, "\(text.unicodeScalars.count)")
    }

    @Test("teams and keys are named where they cannot be taken, five at most; people are only counted")
    func named() {
        var sweep = Sweep(.users, absence: .isVerified, startedAt: Uptime(sinceOrigin: .zero))
        for id in [AccountID.user("somebody@example.org"), .customer("c")] + (0..<7).map({ .team("\($0)") }) {
            sweep.take(.account(Account(id: id, budget: Budget(limit: .unreadable), spend: 1)), at: sweep.startedAt)
            sweep.take(.rejected(.labelTooLong, account: id), at: sweep.startedAt)
        }
        #expect(sweep.rejections == [.unknownLimit: 9, .labelTooLong: 9])
        let first = (0..<5).map { AccountID.team("\($0)") }
        #expect(sweep.rejectedAccounts == [.unknownLimit: first, .labelTooLong: first])
    }
}
