/// Why there is nothing to show.
enum StatusError: Error, Hashable, Sendable {
    case noProxyNamed(exporter: ExporterSilence)
    /// With what kept the proxy from being asked, or what it answered.
    case nobodyTells(exporter: ExporterSilence, proxy: String)
}

extension StatusError: CustomStringConvertible {
    var description: String {
        switch self {
        case .noProxyNamed(let silence) where silence.isPassing:
            "\(silence): wait for it, or name the proxy to be asked itself by --litellm.url and its key by LITELLM_API_KEY"
        case .noProxyNamed(let silence):
            "\(silence), and no proxy is named to be asked instead: start an exporter or say by --web.listen-address where "
                + "one listens, or name the proxy by --litellm.url and its key by LITELLM_API_KEY"
        case .nobodyTells(let silence, let proxy): "\(silence), and the proxy does not help: \(proxy)"
        }
    }
}
