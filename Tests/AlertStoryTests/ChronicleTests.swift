import FoundationEssentials
import Testing

@testable import AlertStory

@Suite struct ChronicleTests {
    private static func notification(_ alerts: (name: String, status: String, since: String)...) throws
        -> AlertStory.Notification
    {
        let texts = alerts.map {
            #"{"status":"\#($0.status)","labels":{"alertname":"\#($0.name)"},"annotations":{"description":"d"},"#
                + #""startsAt":"\#($0.since)","fingerprint":"\#($0.name)"}"#
        }
        let text = #"""
            {"receiver":"pager","status":"firing","groupKey":"g","groupLabels":{"account":"a"},
             "alerts":[\#(texts.joined(separator: ","))]}
            """#
        return try JSONDecoder().decode(AlertStory.Notification.self, from: Data(text.utf8))
    }

    private static func told(_ chronicle: Chronicle) -> [String] {
        chronicle.entries.map { "\($0.alert.name) \($0.hasEnded ? "ends" : "fires")" }
    }

    @Test("an alert begins and ends once, however often the group is told")
    func once() throws {
        var chronicle = Chronicle(reminderAfter: .seconds(100))
        let start = ContinuousClock.now
        chronicle.take(try Self.notification(("A", "firing", "1")), at: start)
        chronicle.take(try Self.notification(("A", "firing", "1"), ("B", "firing", "2")), at: start)
        chronicle.take(try Self.notification(("A", "resolved", "1"), ("B", "firing", "2")), at: start)
        #expect(Self.told(chronicle) == ["A fires", "B fires", "A ends"])
        #expect(chronicle.repetitions.isEmpty)
    }

    @Test("one that comes back is new, one that is told again before its time is a repetition")
    func again() throws {
        var chronicle = Chronicle(reminderAfter: .seconds(100))
        let start = ContinuousClock.now
        chronicle.take(try Self.notification(("A", "firing", "1")), at: start)
        chronicle.take(try Self.notification(("A", "firing", "1")), at: start + .seconds(99))
        #expect(chronicle.repetitions.count == 1)
        chronicle.take(try Self.notification(("A", "firing", "1")), at: start + .seconds(200))
        #expect(chronicle.repetitions.count == 1, "a reminder")
        chronicle.take(try Self.notification(("A", "firing", "3")), at: start + .seconds(201))
        #expect(Self.told(chronicle) == ["A fires", "A fires"])
    }

    @Test("one that was held back for a while is told anew")
    func heldBack() throws {
        var chronicle = Chronicle(reminderAfter: .seconds(100))
        let start = ContinuousClock.now
        chronicle.take(try Self.notification(("A", "firing", "1")), at: start)
        chronicle.take(try Self.notification(("B", "firing", "2")), at: start)
        chronicle.take(try Self.notification(("B", "resolved", "2"), ("A", "firing", "1")), at: start)
        #expect(Self.told(chronicle) == ["A fires", "B fires", "B ends", "A fires"])
    }

    @Test(
        "a text fits its pattern, times and amounts are left open, and nothing else is",
        arguments: [
            ("used <usd> of $5.00 (t-1).", "used $4.99 of $5.00 (t-1).", true),
            ("used <usd> of $5.00 (t-1).", "used $4.99 of $6.00 (t-1).", false),
            ("in <span>, at about <time>.", "in 3h 20m, at about Sat 21 Nov 13:03 UTC.", true),
            ("in <span>, at about <time>.", "in , at about Sat 21 Nov 13:03 UTC.", false),
            ("<percent> of it", "81.17% of it", true), ("<percent> of it", "81.17% of it.", false),
        ])
    func patterns(pattern: String, text: String, fits: Bool) {
        #expect(TextPattern(pattern).matches(text) == fits)
    }

    @Test("whatever was not told, told twice, told otherwise or told too much is a surprise")
    func surprises() {
        let surprises = Expectation.surprises(in: Chronicle(reminderAfter: .zero))
        #expect(surprises.count == Expectation.all.count)
    }
}
