import NIOCore

/// When a connection has had its time, from what has happened on it.
struct ConnectionDeadlines {
    private let timeouts: ConnectionTimeouts
    /// Since when a request is awaited or being received; nil when none is.
    private var receivingSince: NIODeadline?
    /// Requests that began and whose responses are not all taken.
    private var unanswered = 0
    /// Since when the first of those has been unanswered.
    private var respondingSince: NIODeadline
    private var idleSince: NIODeadline
    /// The end of the connection, whatever happens on it.
    private var lastInstant = NIODeadline.distantFuture

    init(_ timeouts: ConnectionTimeouts, acceptedAt now: NIODeadline) {
        self.timeouts = timeouts
        receivingSince = now
        respondingSince = now
        idleSince = now
    }

    var deadline: NIODeadline {
        var deadline = lastInstant
        if let receivingSince { deadline = min(deadline, receivingSince + TimeAmount(timeouts.request)) }
        if unanswered > 0 { deadline = min(deadline, respondingSince + TimeAmount(timeouts.response)) }
        if receivingSince == nil, unanswered == 0 { deadline = min(deadline, idleSince + TimeAmount(timeouts.idle)) }
        return deadline
    }

    /// The head of a request is here.
    mutating func requestBegan(at now: NIODeadline) {
        if receivingSince == nil { receivingSince = now }
        if unanswered == 0 { respondingSince = now }
        unanswered += 1
    }

    /// The request is here as a whole.
    mutating func requestEnded() {
        receivingSince = nil
    }

    /// The client has taken a whole response.
    mutating func responseWasTaken(at now: NIODeadline) {
        // The answer to what is no request comes without one.
        unanswered = max(0, unanswered - 1)
        respondingSince = now
        idleSince = now
    }

    /// Nothing more is sent: the client has to close its side too.
    mutating func outputClosed(at now: NIODeadline) {
        lastInstant = min(lastInstant, now + TimeAmount(timeouts.request))
    }

    /// The server stops.
    mutating func drainBegan(at now: NIODeadline) {
        lastInstant = min(lastInstant, now + TimeAmount(timeouts.drain))
    }
}
