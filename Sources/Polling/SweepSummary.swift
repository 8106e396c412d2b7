import LiteLLMAdmin
import Threading

/// A sweep in one line, for whoever wants to see what the exporter does and why.
struct SweepSummary: Hashable, Sendable {
    let source: SourceID
    let outcome: Sweep.Outcome
    /// What kept an incomplete sweep from being complete.
    let error: AdminError?
    var tally: SweepTally
    /// Rows and values that are not shown.
    let rejected: Int
    var requests: RequestMeter.Reading
    var duration: Duration

    init(_ sweep: Sweep, _ tally: SweepTally, requests: RequestMeter.Reading, duration: Duration) {
        source = sweep.source
        outcome = sweep.outcome
        error = sweep.errors.last
        self.tally = tally
        rejected = sweep.rejections.values.reduce(0, +)
        self.requests = requests
        self.duration = duration
    }

    /// - Parameter next: When the source is swept next; nil where that is not known.
    func line(next: Schedule.Plan?, at uptime: Uptime) -> String {
        var line = "swept \(source.rawValue): \(outcomeInWords); \(tally.seen) accounts seen, \(tally.new) new, "
        line += "\(tally.changed) changed, \(tally.gone) gone, \(rejected) rejected; "
        line += "\(requests.requests) requests, \(requests.upstreamTime.toTheMillisecond) s upstream, "
        line += "\(duration.toTheMillisecond) s in all"
        guard let next else { return line }
        let wait = max(next.dueAt - uptime, .zero)
        return line + "; next in \(wait.toTheMillisecond) s: \(next.reason.inWords)"
    }

    private var outcomeInWords: String {
        switch outcome {
        case .complete: "complete"
        case .incomplete: "incomplete" + (error.map { ", \($0)" } ?? "")
        case .failed(let error): "failed, \(error)"
        case .unavailable(let error): "not available, \(error.explanation)"
        }
    }
}

extension Schedule.Plan.Reason {
    fileprivate var inWords: String {
        switch self {
        case .interval: "the interval"
        case .costly: "it costs the proxy too much to be asked as often as configured"
        case .stretched: "the proxy is too slow for the interval within --poll.max-duty"
        case .backOff(1): "back-off after a failure"
        case .backOff(let failures): "back-off after \(failures) failures in a row"
        case .retryAfter: "the proxy asked for it by Retry-After"
        case .unavailable: "there is nothing to read for now"
        }
    }
}

extension Duration {
    fileprivate var toTheMillisecond: String {
        let milliseconds = Int((seconds * 1000).rounded())
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
