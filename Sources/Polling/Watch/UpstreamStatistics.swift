import LiteLLMAdmin
import Threading

/// What was asked of the proxy since the start, and how it went.
public struct UpstreamStatistics: Hashable, Sendable {
    private struct Answer: Hashable {
        let endpoint: Endpoint
        let status: Int?
    }

    private struct Failure: Hashable {
        let endpoint: Endpoint
        let reason: AdminError.Reason
    }

    /// What may be asked, in the order of the paths.
    private var endpoints: [Endpoint]
    private var answers: [Answer: Int] = [:]
    private var times: [Endpoint: Histogram] = [:]
    private var errors: [Failure: Int] = [:]

    init(endpoints: some Sequence<Endpoint> = Endpoint.allCases) {
        self.endpoints = endpoints.sorted { $0.path < $1.path }
    }

    /// Takes what may be asked from now on; what was counted stays.
    mutating func follow(_ endpoints: some Sequence<Endpoint>) {
        self.endpoints = endpoints.sorted { $0.path < $1.path }
    }

    mutating func record(_ exchange: Exchange) {
        answers[Answer(endpoint: exchange.endpoint, status: exchange.status), default: 0] += 1
        times[exchange.endpoint, default: Histogram()].record(exchange.duration.seconds)
    }

    mutating func record(_ error: AdminError) {
        errors[Failure(endpoint: error.endpoint, reason: error.reason), default: 0] += 1
    }

    /// How long requests to these endpoints took on average; nil before there were enough to tell.
    func meanTime(of endpoints: [Endpoint]) -> Duration? {
        let histograms = endpoints.compactMap { times[$0] }
        let count = histograms.reduce(0) { $0 + $1.counts.reduce(0, +) }
        return count < 5 ? nil : .seconds(histograms.reduce(0) { $0 + $1.sum } / Double(count))
    }

    /// Requests by the path of the endpoint and the status of the answer, `none` where none came; in a fixed order.
    public var requests: [(endpoint: String, code: String, count: Int)] {
        answers
            .map { ($0.key.endpoint.path, $0.key.status.map(String.init) ?? "none", $0.value) }
            .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// How long requests took, by the path of the endpoint; in a fixed order.
    public var durations: [(endpoint: String, histogram: Histogram)] {
        times.map { ($0.key.path, $0.value) }.sorted { $0.0 < $1.0 }
    }

    /// Failures of each endpoint that accounts are read from, by each reason there is; in a fixed order, zeros included,
    /// so that the first failure is an increase.
    public var failures: [(endpoint: String, reason: String, count: Int)] {
        endpoints.filter { $0 != .readiness }.flatMap { endpoint in
            AdminError.Reason.allCases.map { reason in
                (endpoint.path, reason.rawValue, errors[Failure(endpoint: endpoint, reason: reason)] ?? 0)
            }
        }
    }
}
