import Serving

extension Settings {
    /// Where metrics are served.
    struct Web: Sendable {
        var listenAddress: ListenAddress
        var telemetryPath: TelemetryPath
        var maximumConnections: Int

        init(_ read: inout SettingsReader) throws(SettingError) {
            read.begin("Web")
            listenAddress = try read.value(
                "web.listen-address", .listenAddress, default: ListenAddress(port: 4004),
                "Where to listen: `:4004` on all interfaces, `127.0.0.1:4004` or `[::1]:4004` on this machine only; "
                    + "port 0 takes any free one.")
            telemetryPath = try read.value(
                "web.telemetry-path", .telemetryPath, default: .standard, "Path of the metrics.")
            maximumConnections = try read.value(
                "web.max-connections", .number(in: 1...65_536), default: 64,
                "Most connections that are served at a time.")
        }
    }
}
