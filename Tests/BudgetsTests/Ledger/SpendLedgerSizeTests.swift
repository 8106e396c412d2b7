import TestSupport
import Testing
import Threading

@testable import Budgets

/// What an account costs, and that thinning out does not cost exactness.
@Suite struct SpendLedgerSizeTests {
    /// Bytes in memory, by the layout of a Swift array: 32 bytes and its elements.
    private func footprint(_ ledger: SpendLedger) -> Int {
        var bytes = MemoryLayout<SpendLedger>.stride
        if let curve = ledger.entries?.curve, curve.corners.capacity > 0 {
            bytes += 32 + curve.corners.capacity * MemoryLayout<SpendCurve.Point>.stride
        }
        if let gaps = ledger.entries?.gaps.gaps, gaps.capacity > 0 {
            bytes += 32 + gaps.capacity * MemoryLayout<WatchGaps.Gap>.stride
        }
        if let patterns = ledger.entries?.patterns, patterns.capacity > 0 {
            bytes += 32 + patterns.capacity * MemoryLayout<SpendPattern>.stride
            bytes += patterns.reduce(0) { $0 + 32 + $1.week.learnt.capacity * MemoryLayout<LearntShare>.stride }
        }
        return bytes
    }

    struct Watched: Sendable {
        let id: AccountID
        let interval: Double
        let most: Int
    }

    @Test(
        "a change at every look for nine days takes some kilobytes, and rates keep to within 1 % of their windows",
        arguments: [
            Watched(id: .team("t"), interval: 30, most: 7100), Watched(id: .team("t"), interval: 120, most: 5600),
            Watched(id: .key(hash: "k"), interval: 60, most: 4100),
        ])
    func busy(example: Watched) throws {
        let seed = UInt64.random(in: 0...(.max))
        var generator = SplitMix64(seed: seed)
        var watched = WatchedAccount(example.id)
        var rated = RatedSpending()
        var (time, spend, most) = (0.0, 0.0, 0)
        for look in 0..<Int(9 * 86_400 / example.interval) {
            time = Double(look) * example.interval + .random(in: 0..<1, using: &generator)
            // Bursts: a hundred times the usual for some minutes now and then.
            spend += .random(in: 0...1, using: &generator) * (look % 400 < 10 ? 100 : 1)
            watched.look(time, spend: spend)
            rated.append(watched.ledger.entries!.counter.value, at: time)
            most = max(most, footprint(watched.ledger))
            guard look % 211 == 0 else { continue }
            watched.interval = .seconds(example.interval)
            for outlook in watched.history(time)!.outlooks where outlook.window != watched.terms.pattern {
                let expected = try #require(
                    rated.spending(in: outlook.window, interval: example.interval, fullResolution: 3600))
                let spent = outlook.ratePerSecond.amount * expected.over
                let rounding = 1e-7 * (1 + spend)
                #expect(
                    spent >= expected.range.lowerBound - rounding && spent <= expected.range.upperBound + rounding,
                    "seed \(seed), look \(look), \(outlook.window.label)")
            }
        }
        #expect(
            watched.history(time)!.outlooks.count
                == watched.terms.toldWindows(of: example.id.kind).count - (example.interval == 120 ? 1 : 0))
        #expect(most <= example.most)
    }

    @Test("an idle account takes no more than itself, however long it is looked at")
    func idle() {
        var watched = WatchedAccount(.key(hash: "k"), limit: .limited(10), resetsAt: 5e6)
        for look in 0..<20_000 {
            watched.look(Double(look) * 60, spend: 3)
            watched.ledger.stayed(until: watched.moment(Double(look) * 60 + 30), kind: .key, terms: watched.terms)
        }
        #expect(footprint(watched.ledger) <= 176)
        #expect(watched.ledger.encoded(at: watched.moment(1_200_000)).count <= 140)
    }

    @Test("a key that spends a few times a day has no pattern, one that is busy has, of 600 bytes")
    func keysEarnTheirPattern() {
        var quiet = WatchedAccount(.key(hash: "k"))
        var busy = quiet
        // At 8, 13, 18 and 23 h UTC, or in every hour.
        for hour in 0..<480 {
            quiet.look(Double(hour) * 3600, spend: Double(hour / 5))
            busy.look(Double(hour) * 3600, spend: Double(hour))
            #expect(quiet.ledger.entries!.patterns.isEmpty)
            #expect(busy.ledger.entries!.patterns.isEmpty == (hour < 6))
        }
        #expect(footprint(busy.ledger) - footprint(quiet.ledger) <= 600 + 200 * 16)
        busy.ledger.entries!.curve = quiet.ledger.entries!.curve
        #expect(footprint(busy.ledger) - footprint(quiet.ledger) <= 600)
    }

    @Test("what was busy and is idle gives its memory back once the longest window has passed, and four weeks")
    func givesBack() {
        var watched = WatchedAccount(.key(hash: "k"))
        for look in 0..<5000 { watched.look(Double(look) * 60, spend: Double(look)) }
        #expect(footprint(watched.ledger) > 2000)
        for look in 5000..<6441 { watched.look(Double(look) * 60, spend: 4999) }
        #expect(watched.spending(0)["1d"] == 0)
        #expect(footprint(watched.ledger) <= 176 + 600)
        for look in 645...4700 { watched.look(Double(look) * 600, spend: 4999) }
        #expect(footprint(watched.ledger) <= 176)
    }
}
