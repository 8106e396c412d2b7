/// Every key of a web configuration file, as the path that leads to it. The names are those of the Prometheus
/// exporter-toolkit, but for the section that bears the exporter's own name.
enum WebConfigurationKey: String, CaseIterable {
    case certificate = "tls_server_config.cert"
    case key = "tls_server_config.key"
    case clientAuthorities = "tls_server_config.client_ca"
    case certificateFile = "tls_server_config.cert_file"
    case keyFile = "tls_server_config.key_file"
    case clientPolicy = "tls_server_config.client_auth_type"
    case clientAuthoritiesFile = "tls_server_config.client_ca_file"
    case allowedClientNames = "tls_server_config.client_allowed_sans"
    case minimumVersion = "tls_server_config.min_version"
    case maximumVersion = "tls_server_config.max_version"
    case cipherSuites = "tls_server_config.cipher_suites"
    case prefersServerCipherSuites = "tls_server_config.prefer_server_cipher_suites"
    case curves = "tls_server_config.curve_preferences"
    case http2 = "http_server_config.http2"
    case contentSecurityPolicy = "http_server_config.headers.Content-Security-Policy"
    case frameOptions = "http_server_config.headers.X-Frame-Options"
    case contentTypeOptions = "http_server_config.headers.X-Content-Type-Options"
    case xssProtection = "http_server_config.headers.X-XSS-Protection"
    case strictTransportSecurity = "http_server_config.headers.Strict-Transport-Security"
    case rateInterval = "rate_limit.interval"
    case rateBurst = "rate_limit.burst"
    case bearerTokensFile = "litellm_budget_exporter.bearer_tokens_file"

    /// The section whose keys are the names of users.
    static let users = "basic_auth_users"

    /// The paths of what holds further keys.
    static let sections: Set<String> = {
        var sections: Set = [users]
        for key in allCases {
            let parts = key.rawValue.split(separator: ".")
            for length in 1..<parts.count { sections.insert(parts.prefix(length).joined(separator: ".")) }
        }
        return sections
    }()
}
