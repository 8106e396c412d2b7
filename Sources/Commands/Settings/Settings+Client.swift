extension Settings {
    /// How `status` and `healthcheck` reach an exporter that a web configuration protects.
    struct Client: Sendable {
        var caFile: String?
        var certificateFile: String?
        var keyFile: String?
        var loginFile: String?
        var tokenFile: String?

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("Asking a running exporter (status, healthcheck)")
            caFile = try read.optional(
                "client.ca-file", .path,
                "Ask over HTTPS, and trust the certificate authorities in this PEM file, instead of the "
                    + "certificate that `--web.config.file` names.")
            certificateFile = try read.optional(
                "client.certificate-file", .path,
                "PEM file with the certificate to show to an exporter that asks for one.")
            keyFile = try read.optional(
                "client.key-file", .path,
                "PEM file with the private key of that certificate, where it is not in the same file.")
            loginFile = try read.optional(
                "client.login-file", .path, "File that holds a user and a password, as `user:password`.")
            tokenFile = try read.optional("client.token-file", .path, "File that holds a token, instead of a login.")
        }
    }
}
