/// What goes wrong with a connection through a ``FaultProxy``. Bytes are those of one answer: what flows to the client
/// after it last spoke.
public enum Fault: Hashable, Sendable {
    case none
    /// Nothing listens; connections that are open end.
    case refuse
    /// Requests are taken and never answered.
    case silence
    case stall(afterBytes: Int)
    case truncate(afterBytes: Int)
    /// Ends the connection by a TCP reset.
    case reset(afterBytes: Int)
    /// A connection that brought an answer is closed when the next request comes, as if it had been closed meanwhile.
    case closeReused
    /// The same by a TCP reset.
    case resetReused
    /// Each piece of an answer comes so much later.
    case delay(Duration)
    /// Requests whose target begins with `path` are answered with this by something else than the server; nil is all.
    case answer(CannedAnswer, path: String?)
    /// New connections are shown a certificate that nobody trusts. For a proxy with ``FaultProxy/TLSTerms``.
    case foreignCertificate
    /// New connections are spoken to in the open. For a proxy with ``FaultProxy/TLSTerms``.
    case noTLS
}

extension Fault {
    enum Ending {
        case close
        case reset
    }

    /// What happens when a request comes.
    enum Reception {
        case serve
        case answer(CannedAnswer)
        case ignore
        case end(Ending)
    }

    /// What happens to a piece of an answer.
    struct Delivery {
        var passedBytes: Int
        var delay: Duration = .zero
        var ending: Ending?
    }

    /// - Parameter target: Of the request, as it was sent.
    func reception(of target: @autoclosure () -> String, isReused: Bool) -> Reception {
        switch self {
        case .answer(let answer, let path): path.map { target().hasPrefix($0) } ?? true ? .answer(answer) : .serve
        case .silence: .ignore
        case .closeReused where isReused: .end(.close)
        case .resetReused where isReused: .end(.reset)
        case .none, .refuse, .stall, .truncate, .reset, .closeReused, .resetReused, .delay, .foreignCertificate, .noTLS:
            .serve
        }
    }

    /// - Parameter sent: Bytes of this answer that went before.
    func delivery(of count: Int, sent: Int) -> Delivery {
        switch self {
        case .none, .refuse, .closeReused, .resetReused, .answer, .foreignCertificate, .noTLS:
            Delivery(passedBytes: count)
        case .silence: Delivery(passedBytes: 0)
        case .stall(let limit): Delivery(passedBytes: min(count, max(0, limit - sent)))
        case .truncate(let limit): Self.cut(count, sent, limit, .close)
        case .reset(let limit): Self.cut(count, sent, limit, .reset)
        case .delay(let delay): Delivery(passedBytes: count, delay: delay)
        }
    }

    private static func cut(_ count: Int, _ sent: Int, _ limit: Int, _ ending: Ending) -> Delivery {
        guard sent + count >= limit else { return Delivery(passedBytes: count) }
        return Delivery(passedBytes: max(0, limit - sent), ending: ending)
    }
}
