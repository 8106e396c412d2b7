/// Requests of many to one who answers: all that have come until it begins are answered together, so that it does the work
/// once for them and none gets an answer from before it asked.
public final class SharedRequests<Answer: Sendable>: Sendable {
    private struct Waiting {
        var replies: [AsyncStream<Answer>.Continuation] = []
        var lastAnswer: Answer?
    }

    // Requests come from several threads.
    private let waiting = Locked(Waiting())
    private let arrivals: AsyncStream<Void>
    private let arrival: AsyncStream<Void>.Continuation

    public init() {
        (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks, and waits for the answer; nil for whoever is cancelled meanwhile.
    public func ask() async -> Answer? {
        let (replies, reply) = AsyncStream.makeStream(of: Answer.self, bufferingPolicy: .bufferingNewest(1))
        let lastAnswer = waiting.withLock { waiting in
            if waiting.lastAnswer == nil { waiting.replies.append(reply) }
            return waiting.lastAnswer
        }
        if let lastAnswer { return lastAnswer }
        arrival.yield()
        return await replies.first { _ in true }
    }

    /// Those who have asked until now, who all get what is handed to the function that is returned; waits for the first. Nil
    /// for whoever is cancelled meanwhile. For one caller at a time.
    public func next() async -> (@Sendable (Answer) -> Void)? {
        for await _ in arrivals {
            let replies = waiting.withLock { waiting in
                defer { waiting.replies = [] }
                return waiting.replies
            }
            if !replies.isEmpty { return { answer in replies.forEach { $0.yield(answer) } } }
        }
        return nil
    }

    /// Answers whoever waits, and all who ask from now on.
    public func close(_ answer: Answer) {
        let replies = waiting.withLock { waiting in
            waiting.lastAnswer = answer
            defer { waiting.replies = [] }
            return waiting.replies
        }
        replies.forEach { $0.yield(answer) }
    }
}
