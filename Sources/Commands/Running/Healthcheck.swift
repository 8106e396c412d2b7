import Curl
import Serving

/// `healthcheck`: asks a running exporter whether it is alive, for containers, which have no other tool at hand.
struct Healthcheck {
    private let settings: Settings

    init(_ resolved: ResolvedSettings) {
        settings = resolved.settings
    }

    func run() async -> ExitCode {
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        let url = "http://\(settings.web.listenAddress.forVisitors)/-/healthy"
        var request = HTTPClient.Request(url: url)
        request.timeout = .seconds(5)
        do throws(TransferError) {
            let status = try await HTTPClient(configuration).execute(request).status
            guard status != 200 else { return .success }
            StandardStream.error.print("GET \(url) answered \(status)")
        } catch {
            StandardStream.error.print("GET \(url): \(error)")
        }
        return .failure
    }
}

extension ListenAddress {
    /// Where somebody on the same machine finds a server that listens here.
    var forVisitors: ListenAddress {
        switch host {
        case nil, "0.0.0.0", "::": ListenAddress(host: host == "::" ? "::1" : "127.0.0.1", port: port)
        default: self
        }
    }
}
