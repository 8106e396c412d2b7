import Curl
import LiteLLMAdmin

extension Settings {
    /// How the proxy is reached.
    struct LiteLLM: Sendable {
        var url: BaseURL?
        var apiKey: Secret?
        var apiKeyFile: String?
        var keyHeader: String
        var caFile: String?
        var clientCertificateFile: String?
        var clientKeyFile: String?
        var timeout: Duration
        var acceptsGzip: Bool

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("LiteLLM")
            url = try read.optional(
                "litellm.url", .baseURL, takingEffect: .atStart,
                "Address of the LiteLLM proxy, with the path of its `SERVER_ROOT_PATH` if it has one: `https://litellm.example.com`. "
                    + "A user or a password has no place in it.")
            apiKey = read.secret(
                "litellm.api-key",
                "The key to ask LiteLLM with; that of a user with the role `proxy_admin_viewer` is enough.")
            apiKeyFile = try read.optional(
                "litellm.api-key-file", .path,
                "File that holds the key, instead of `LITELLM_API_KEY`. "
                    + "A new key in it counts from the next request on, after refusals within 30 s.")
            keyHeader = try read.value(
                "litellm.key-header", .headerName, default: "Authorization",
                "Header that carries the key, for proxies with a `litellm_key_header_name` of their own.")
            caFile = try read.optional(
                "litellm.ca-file", .path,
                "PEM file with the certificate authorities to trust for the proxy, instead of the system's.")
            clientCertificateFile = try read.optional(
                "litellm.client-certificate-file", .path,
                "PEM file with the certificate to show to a proxy that asks for one.")
            clientKeyFile = try read.optional(
                "litellm.client-key-file", .path,
                "PEM file with the private key of that certificate, where it is not in the same file.")
            timeout = try read.value(
                "litellm.timeout", .duration, default: .seconds(10), "Longest that a request to the proxy may take.")
            acceptsGzip = try read.toggle(
                "litellm.gzip", default: false,
                "Ask the proxy for compressed answers: less traffic, but more of the proxy's CPU.")
        }
    }
}
