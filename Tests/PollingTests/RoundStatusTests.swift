import Testing

@testable import Polling

@Suite struct RoundStatusTests {
    @Test("a round that takes about a quarter of an hour does not come and go with each estimate")
    func estimates() {
        var round = RoundStatus()
        var decisions: [Bool] = []
        for minutes in [14, 16, 14, 16, 11, 10, 14, 16] {
            round.isLeftOut = round.isTooLong(.seconds(minutes * 60))
            decisions.append(round.isLeftOut)
        }
        #expect(decisions == [false, true, true, true, true, false, false, true])
    }
}
