import Serving

extension Settings {
    /// Where metrics are served.
    struct Web: Sendable {
        var listenAddress: ListenAddress
        var telemetryPath: TelemetryPath
        var maximumConnections: Int
        /// Of who may ask and how connections are encrypted.
        var configurationFile: String?
        var healthNeedsLogin: Bool
        var allowsReload: Bool

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("Web", takingEffect: .atStart)
            listenAddress = try read.value(
                "web.listen-address", .listenAddress, default: ListenAddress(port: 4004),
                "Where to listen: `:4004` on all interfaces, `127.0.0.1:4004` or `[::1]:4004` on this machine only; "
                    + "port 0 takes any free one.")
            telemetryPath = try read.value(
                "web.telemetry-path", .telemetryPath, default: .standard, "Path of the metrics.")
            maximumConnections = try read.value(
                "web.max-connections", .number(in: 1...65_536), default: 64,
                "Most connections that are served at a time; one address has three quarters of them at most.")
            configurationFile = try read.optional(
                "web.config.file", .path,
                "YAML file that turns on TLS, client certificates, passwords and tokens, in the format of the Prometheus "
                    + "exporter-toolkit; see docs/web-configuration.md. What changes in it, and in the files that it "
                    + "names, is taken up within seconds.")
            healthNeedsLogin = try read.toggle(
                "web.health-needs-login", default: false,
                "Ask for a password or a token on `/-/healthy` and `/-/ready` too.")
            allowsReload = try read.toggle(
                "web.enable-reload", default: false,
                "Read the configuration anew at `POST /-/reload` too; at `SIGHUP` it always is.")
        }
    }
}
