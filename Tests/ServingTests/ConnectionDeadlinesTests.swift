import NIOCore
import Testing

@testable import Serving

@Suite("The deadline of a connection")
struct ConnectionDeadlinesTests {
    enum Event: Sendable {
        case began, ended, taken, outputClosed, drain
    }

    /// request 10, response 30, idle 75, drain 5
    private static let timeouts = {
        var timeouts = ConnectionTimeouts()
        timeouts.drain = .seconds(5)
        return timeouts
    }()

    @Test(
        "is the earliest of those that apply",
        arguments: [
            ([], 10),
            ([(3, .began)], 10),
            ([(3, .began), (4, .ended)], 33),
            ([(3, .began), (4, .ended), (6, .taken)], 81),
            ([(3, .began), (4, .ended), (6, .taken), (50, .began)], 60),
            ([(3, .began), (4, .ended), (6, .taken), (50, .began), (51, .ended)], 80),
            // A response that is taken before the request is whole does not make the connection idle.
            ([(3, .began), (4, .taken)], 10),
            ([(3, .began), (4, .taken), (9, .ended)], 79),
            // Of requests sent ahead, each has its time from the end of the response before.
            ([(1, .began), (1, .ended), (2, .began), (2, .ended)], 31),
            ([(1, .began), (1, .ended), (2, .began), (2, .ended), (20, .taken)], 50),
            ([(1, .began), (1, .ended), (2, .began), (2, .ended), (20, .taken), (21, .taken)], 96),
            // What is no request is answered too.
            ([(1, .taken)], 10),
            ([(1, .began), (1, .ended), (2, .taken), (2, .outputClosed)], 12),
            ([(1, .began), (1, .ended), (2, .drain)], 7),
            ([(1, .began), (1, .ended), (2, .drain), (4, .taken), (4, .outputClosed)], 7),
            ([(1, .began), (8, .drain)], 10),
        ] as [([(Int, Event)], Int)])
    func deadline(events: [(Int, Event)], expected: Int) {
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        var deadlines = ConnectionDeadlines(Self.timeouts, acceptedAt: start)
        for (second, event) in events {
            let now = start + .seconds(Int64(second))
            switch event {
            case .began: deadlines.requestBegan(at: now)
            case .ended: deadlines.requestEnded()
            case .taken: deadlines.responseWasTaken(at: now)
            case .outputClosed: deadlines.outputClosed(at: now)
            case .drain: deadlines.drainBegan(at: now)
            }
        }
        #expect(deadlines.deadline == start + .seconds(Int64(expected)))
    }
}
