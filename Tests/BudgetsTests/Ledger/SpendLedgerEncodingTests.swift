import TestSupport
import Testing
import Threading

@testable import Budgets

@Suite struct SpendLedgerEncodingTests {
    private func fullLedger() -> WatchedAccount {
        var watched = WatchedAccount(limit: .limited(100), resetsAt: 7000)
        for step in 0..<200 {
            watched.look(Double(step) * 30, spend: Double(step) * 0.3) { $0.totalSpend = USD(Double(step) * 0.3 + 7) }
        }
        watched.look(6400, spend: 150)
        watched.look(7100, spend: 3) { $0.budget.resetsAt = WatchedAccount.date(9000) }
        watched.look(7130, spend: 2)
        watched.look(7160, spend: 105)
        return watched
    }

    /// With a pattern that is told, and without one.
    private func weekOld(_ id: AccountID = .team("t")) -> WatchedAccount {
        var watched = WatchedAccount(id, limit: .limited(900), resetsAt: 2e6)
        for step in 0..<1000 {
            let day = Double(step * 600 % 86_400)
            watched.look(Double(step) * 600, spend: Double(step / 144) * 40 + min(40, day / 1000))
        }
        return watched
    }

    private static func date(_ seconds: Double) -> Moment {
        Moment(uptime: Uptime(sinceOrigin: .seconds(5)), now: WatchedAccount.date(seconds))
    }

    @Test("bytes that are read at once are the same ledger")
    func roundTrips() {
        var watched = fullLedger()
        let ledgers = [
            SpendLedger(), watched.ledger, weekOld().ledger, weekOld(.key(hash: "k")).ledger,
            {
                watched.look(7190, spend: 106) {
                    $0.budget.limit = .unlimited; $0.budget.resetsAt = nil
                }; return watched.ledger
            }(),
        ]
        for ledger in ledgers {
            let bytes = ledger.encoded(at: watched.moment(600_000))
            let isSame = SpendLedger(decoding: bytes, at: watched.moment(600_000)) == ledger
            #expect(isSame)
        }
        var unknown = WatchedAccount(limit: .unknown)
        unknown.look(0, spend: -0.5)
        let bytes = unknown.ledger.encoded(at: unknown.moment(0))
        #expect(SpendLedger(decoding: bytes, at: unknown.moment(0)) == unknown.ledger)
    }

    @Test("another process goes on where the first one ended, as if there had been a gap")
    func continuesInAnotherProcess() {
        var watched = fullLedger()
        let bytes = watched.ledger.encoded(at: watched.moment(7160))
        var other = watched
        // The new process has been up for 5 seconds when it is 7190 by the wall clock.
        other.ledger = SpendLedger(decoding: bytes, at: Self.date(7190))!
        let moment = Self.date(7190)
        other.account.spend = 107
        watched.look(7190, spend: 107)
        #expect(other.ledger.take(other.account, at: moment, terms: other.terms) == nil)
        let history = other.ledger.history(
            of: other.account, terms: other.terms, effectiveInterval: .seconds(30), at: moment)
        #expect(history == watched.history(7190))
        #expect(history?.exhaustedSince == WatchedAccount.date(7160))
        #expect(history?.periodStart == WatchedAccount.date(7130))
    }

    @Test(
        "times in the future become the present, and nothing is spent twice", arguments: [7160.0, 7000, 3000, -90_000])
    func clampsTheFuture(now: Double) {
        var watched = fullLedger()
        let counter = watched.counter
        watched.ledger = SpendLedger(decoding: watched.ledger.encoded(at: watched.moment(7160)), at: Self.date(now))!
        let moment = Self.date(now)
        #expect(watched.counter == counter)
        let history = watched.ledger.history(
            of: watched.account, terms: watched.terms, effectiveInterval: .seconds(30), at: moment)
        #expect(history!.exhaustedSince! <= moment.now && history!.periodStart! <= moment.now)
        #expect(history!.outlooks.allSatisfy { $0.ratePerSecond.amount.isFinite && $0.ratePerSecond >= 0 })
        _ = watched.ledger.take(watched.account, at: moment, terms: watched.terms)
        #expect(watched.counter == counter)
        watched.account.totalSpend = USD(watched.account.totalSpend!.amount + 8)
        _ = watched.ledger.take(watched.account, at: moment, terms: watched.terms)
        #expect(abs(watched.counter! - counter! - 8) < 1e-9)
    }

    @Test("a counter that falls within its history is not understood")
    func refusesFallingCounters() {
        var watched = fullLedger()
        var last = watched.ledger.entries!.curve.last
        let first = SpendCurve.Point(time: last.time - 1_000_000, counter: last.counter)
        watched.ledger.entries!.curve = SpendCurve(first: first, last: last)
        #expect(SpendLedger(decoding: watched.ledger.encoded(at: Self.date(0)), at: Self.date(0)) != nil)
        last.counter += 1
        watched.ledger.entries!.curve = SpendCurve(
            first: first, corners: [last], last: SpendCurve.Point(time: last.time, counter: first.counter))
        #expect(SpendLedger(decoding: watched.ledger.encoded(at: Self.date(0)), at: Self.date(0)) == nil)
    }

    @Test("a pattern goes on in another process")
    func patternContinues() {
        var watched = weekOld()
        let time = 1000 * 600.0
        let bytes = watched.ledger.encoded(at: watched.moment(time))
        var other = watched
        other.ledger = SpendLedger(decoding: bytes, at: Self.date(time))!
        for step in 1...20 {
            let now = time + Double(step) * 600
            watched.look(now, spend: 300 + Double(step))
            other.account.spend = USD(300 + Double(step))
            let moment = Moment(
                uptime: Uptime(sinceOrigin: .seconds(5 + step * 600)), now: WatchedAccount.date(now))
            _ = other.ledger.take(other.account, at: moment, terms: other.terms)
            let history = other.ledger.history(
                of: other.account, terms: other.terms, effectiveInterval: .seconds(600), at: moment)
            let pattern = history?.outlooks.last
            watched.interval = .seconds(600)
            #expect(pattern?.window.label == "pattern")
            #expect(pattern == watched.pattern(now))
        }
    }

    @Test("what was written before there were patterns is read")
    func readsTheFirstVersion() {
        var watched = WatchedAccount(.key(hash: "k"), limit: .limited(5), resetsAt: 9000)
        watched.look(0, spend: 3)
        watched.look(60, spend: 3)
        var bytes = Array(watched.ledger.encoded(at: watched.moment(60)).dropLast(8))
        #expect(bytes[0] == 2)
        bytes[0] = 1
        #expect(SpendLedger(decoding: bytes + Self.checksum(of: bytes), at: watched.moment(60)) == watched.ledger)
        bytes[0] = 3
        #expect(SpendLedger(decoding: bytes + Self.checksum(of: bytes), at: watched.moment(60)) == nil)
    }

    @Test("every way to cut or to damage the bytes is noticed")
    func noticesDamage() {
        let watched = fullLedger()
        let bytes = watched.ledger.encoded(at: watched.moment(7160))
        for length in 0..<bytes.count {
            #expect(SpendLedger(decoding: bytes.prefix(length), at: watched.moment(7160)) == nil, "\(length)")
        }
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 1 << (index % 8)
            #expect(SpendLedger(decoding: damaged, at: watched.moment(7160)) == nil, "\(index)")
        }
        #expect(SpendLedger(decoding: bytes + [0], at: watched.moment(7160)) == nil)
    }

    @Test("no bytes make it trap, not even with a checksum that fits, nor what is done with the ledger after")
    func neverTraps() {
        let watched = weekOld()
        let bytes = watched.ledger.encoded(at: watched.moment(7160))
        let seed = UInt64.random(in: 0...(.max))
        var generator = SplitMix64(seed: seed)
        var understood = 0
        for round in 0..<4000 {
            var body = Array(bytes.dropLast(8))
            switch round % 4 {
            case 0:
                body =
                    [2]
                    + (0..<Int.random(in: 0...80, using: &generator)).map { _ in .random(in: 0...255, using: &generator)
                    }
            case 1: body[Int.random(in: 1..<body.count, using: &generator)] = .random(in: 0...255, using: &generator)
            case 2:
                let start = Int.random(in: 1..<body.count, using: &generator)
                for index in start..<min(body.count, start + 8) {
                    body[index] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator)!
                }
            default: body.removeSubrange(Int.random(in: 1..<body.count, using: &generator)...)
            }
            guard var ledger = SpendLedger(decoding: body + Self.checksum(of: body), at: watched.moment(7160)) else {
                continue
            }
            understood += 1
            var account = watched.account
            for time in [7160.0, 7190, 20_000, 2_000_000] {
                account.spend = USD(Double(round) * 0.1)
                _ = ledger.take(account, at: watched.moment(time), terms: watched.terms)
                let history = ledger.history(
                    of: account, terms: watched.terms, effectiveInterval: .seconds(30), at: watched.moment(time))
                #expect(history?.outlooks.allSatisfy { $0.ratePerSecond >= 0 } != false, "seed \(seed), round \(round)")
            }
            _ = SpendLedger(decoding: ledger.encoded(at: watched.moment(0)), at: watched.moment(1e9))
        }
        #expect(understood > 400, "most of what is tried is refused too early to try anything, seed \(seed)")
    }

    @Test("a moment at the end of time does not make it trap", arguments: [1e300, -1e300, Double.nan, .infinity])
    func endsOfTime(seconds: Double) {
        var watched = fullLedger()
        let moment = Moment(
            uptime: Uptime(sinceOrigin: .seconds(Int64.max / 2)), now: Timestamp(unixSeconds: seconds))
        _ = watched.ledger.take(watched.account, at: moment, terms: watched.terms)
        _ = watched.ledger.history(
            of: watched.account, terms: watched.terms, effectiveInterval: .seconds(1), at: moment)
        _ = SpendLedger(decoding: watched.ledger.encoded(at: moment), at: moment)
        _ = SpendLedger(decoding: fullLedger().ledger.encoded(at: watched.moment(0)), at: moment)
    }

    /// FNV-1a of 64 bits, lowest byte first.
    private static func checksum(of bytes: [UInt8]) -> [UInt8] {
        let sum = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return (0..<8).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) }
    }
}
