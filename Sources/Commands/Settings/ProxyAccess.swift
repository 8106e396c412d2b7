import LiteLLMAdmin

/// Where the proxy is, and the key to it.
struct ProxyAccess: Sendable {
    let url: BaseURL
    let credential: Credential
}

extension ResolvedSettings {
    /// How to reach the proxy. Commands that need it ask first, so that what is missing ends them as wrong configuration.
    func proxyAccess() throws(SettingError) -> ProxyAccess {
        try SettingsChecks(settings: settings, provenance: provenance).proxyAccess()
    }
}
