import Curl
import Serving

/// `healthcheck`: asks a running exporter whether it is alive, for containers, which have no other tool at hand.
struct Healthcheck {
    private static let path = "/-/healthy"

    private let settings: Settings

    init(_ resolved: ResolvedSettings) {
        settings = resolved.settings
    }

    func run() async throws(SettingError) -> ExitCode {
        let visit = try ExporterVisit(settings, trust: .anybody, connectTimeout: .seconds(5))
        let url = visit.url + Self.path
        do throws(TransferError) {
            let status = try await visit.get(Self.path, timeout: .seconds(5)).status
            // Who asks for a login, or to come later, is alive.
            guard ![200, 401, 429].contains(status) else { return .success }
            StandardStream.error.print("GET \(url) answered \(status)")
        } catch {
            if visit.needsClientCertificate, error.isRefusalOfCertificate { return .success }
            StandardStream.error.print("GET \(url): \(error)")
        }
        return .failure
    }
}

extension TransferError {
    /// Whether the server ended the handshake, or hung up right after it: somebody is there, and wants a certificate.
    fileprivate var isRefusalOfCertificate: Bool {
        switch reason {
        case .tls(.handshake), .connectionBroken: true
        default: false
        }
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
