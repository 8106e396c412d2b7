import Curl
import TestSupport

extension HTTPClient.Configuration {
    /// For a server on this machine.
    static var toExporter: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        return configuration
    }
}

extension HTTPClient {
    /// The first page of metrics, read strictly, with which a condition holds; each page on the way is looked at. An
    /// exporter that does not answer is asked again.
    func page(
        of port: Int, where what: String, look: (ExpositionPage) -> Void = { _ in }, context: () -> String,
        _ holds: (ExpositionPage) async -> Bool
    ) async throws -> ExpositionPage {
        var last: ExpositionPage?
        try await Waiting.wait(
            for: what,
            context: {
                let health = last?.families.filter { $0.name.contains("_up") || $0.name.contains("sweeps") } ?? []
                let samples = health.flatMap(\.samples).map { "\($0.series.name)\($0.series.labels) \($0.text)" }
                return (samples + [context()]).joined(separator: "\n")
            }
        ) {
            let request = Request(url: "http://127.0.0.1:\(port)/metrics")
            guard let response = try? await execute(request), response.status == 200 else { return false }
            let page = try StrictExpositionParser.parse(response.body, as: .text004)
            last = page
            look(page)
            return await holds(page)
        }
        guard let last else { throw Waiting.TookTooLong(description: what) }
        return last
    }
}
