import Logging
import Threading

/// Keeps the rules in force up with the files that they are read from.
///
/// Requests and handshakes take the latest rules and never wait for a disk. Once a second the files are looked at, not
/// read, on a thread of its own; what has changed is read as a whole, and stays out when any of it is wrong.
actor ReloadingWebRules {
    private static let interval: Duration = .seconds(1)

    nonisolated let current: Published<WebRules>
    private let executor = ThreadExecutor()
    private let file: WebConfigurationFile?
    private let checks = PasswordChecks()
    private let logger: Logger
    private var stamps: [String: FileStamp?] = [:]
    /// What was said about files that cannot be used; it is not said again.
    private var complaint: String?

    /// Reads the rules.
    ///
    /// - Parameter file: Nil for the rules of a server without one.
    init(_ file: WebConfigurationFile?, _ logger: Logger) throws {
        self.file = file
        self.logger = logger
        guard let file else {
            current = Published(.none)
            return
        }
        // Before they are read: what changes meanwhile is seen at the next look.
        stamps = Self.stamps([file.path])
        let configuration = try file.read()
        stamps.merge(Self.stamps(configuration.paths)) { $1 }
        let rules = try WebRules(configuration, from: file, checks: checks)
        current = Published(rules)
        rules.warnings.forEach { logger.warning("\($0)") }
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Looks again and again, until it is cancelled.
    nonisolated func follow(_ time: any TimeSource) async {
        guard file != nil else { return }
        while (try? await time.sleep(for: Self.interval)) != nil { await look() }
    }

    /// Takes the files anew when one of them has changed.
    func look() {
        let latest = Self.stamps(Array(stamps.keys))
        guard let file, stamps != latest else { return }
        stamps = latest
        do {
            let configuration = try file.read()
            let paths = [file.path] + configuration.paths
            stamps = Self.stamps(paths)
            // From before they were read: what has changed meanwhile is seen at the next look.
            for (path, stamp) in latest where paths.contains(path) { stamps.updateValue(stamp, forKey: path) }
            try take(WebRules(configuration, from: file, checks: checks), from: file)
        } catch {
            let text = "\(error)"
            guard text != complaint else { return }
            complaint = text
            logger.error(
                "the changed web configuration cannot be used, the one before stays in force",
                metadata: ["error": "\(text)"])
        }
    }

    private func take(_ rules: WebRules, from file: WebConfigurationFile) throws(WebConfigurationError) {
        let previous = current.value
        guard (rules.tls == nil) == (previous.tls == nil) else {
            throw WebConfigurationError(
                place: file.path, problem: .encryptionSwitched(isOnNow: rules.tls != nil))
        }
        current.publish(rules)
        complaint = nil
        logger.info("the web configuration was taken anew", metadata: ["file": "\(file.path)"])
        for warning in rules.warnings where !previous.warnings.contains(warning) { logger.warning("\(warning)") }
    }

    private static func stamps(_ paths: [String]) -> [String: FileStamp?] {
        Dictionary(paths.map { ($0, FileStamp($0)) }) { first, _ in first }
    }
}
