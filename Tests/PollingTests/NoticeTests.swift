import Budgets
import LiteLLMAdmin
import TestSupport
import Testing

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
            (
                .rejected(.users, .unknownSpend, count: 1, [.user("somebody@example.org")]),
                "warning 1 of users: their spend is not a number; the last known one is shown until it is stale: "
                    + "a user reason=unknown_spend source=users"
            ),
        ]
        for (notice, expected) in cases { #expect(line(notice) == expected) }
    }
}
