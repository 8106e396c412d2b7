import Logging
import Polling
import Threading

/// Keeps the rules in force up with the files that they are read from.
///
/// Requests and handshakes take the latest rules and never wait for a disk. Once a second the files are looked at, not
/// read, on a thread of its own; what has changed, and has stayed so for a second, is read as a whole. It stays out when any
/// of it is wrong, and when it would let in who was kept out by a login, a certificate, an old version of TLS or a limit of
/// requests: a file that is being written, or was cut off by a full disk, must not open the door.
actor ReloadingWebRules {
    private static let interval: Duration = .seconds(1)

    nonisolated let current: Published<WebRules>
    private let executor = ThreadExecutor()
    private let file: WebConfigurationFile?
    private let checks = PasswordChecks()
    private let time: any TimeSource
    private let status: Published<ReloadStatus?>
    private let logger: Logger
    private var stamps: [String: FileStamp?] = [:]
    /// How the files were at the last look, where they have changed and may be in the middle of it.
    private var settling: [String: FileStamp?]?
    /// What was said about files that cannot be used; it is not said again.
    private var complaint: String?

    /// Reads the rules.
    ///
    /// - Parameters:
    ///   - file: Nil for the rules of a server without one.
    ///   - status: Told how it goes, where there is a file.
    init(
        _ file: WebConfigurationFile?, _ time: any TimeSource, status: Published<ReloadStatus?>, _ logger: Logger
    ) throws {
        self.file = file
        self.time = time
        self.status = status
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
        status.publish(ReloadStatus(succeededAt: time.now()))
        rules.warnings.forEach { logger.warning("\($0)") }
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Looks again and again, until it is cancelled.
    nonisolated func follow() async {
        guard file != nil else { return }
        while (try? await time.sleep(for: Self.interval)) != nil { await look() }
    }

    /// Takes the files anew when one of them has changed.
    func look() {
        let latest = Self.stamps(Array(stamps.keys))
        guard let file, stamps != latest else { return }
        guard settling == latest else {
            settling = latest
            return
        }
        do {
            let configuration = try file.read()
            let paths = [file.path] + configuration.paths
            // From before they are read: what changes meanwhile is seen at the next look.
            let before = Self.stamps(paths).merging(latest.filter { paths.contains($0.key) }) { $1 }
            try take(WebRules(configuration, from: file, checks: checks), from: file)
            stamps = before
        } catch {
            // It is read again at the next look, as what is wrong need not be the file, and as what was in force may come
            // back; it is not said again.
            stamps.updateValue(nil, forKey: file.path)
            status.publish(status.value?.failed)
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
        func refuse(_ problem: WebConfigurationError.Problem) throws(WebConfigurationError) -> Never {
            throw WebConfigurationError(place: file.path, problem: problem)
        }
        guard (rules.tls == nil) == (previous.tls == nil) else {
            try refuse(.encryptionSwitched(isOnNow: rules.tls != nil))
        }
        if previous.authentication != nil, rules.authentication == nil { try refuse(.loginsDropped) }
        if previous.rateLimiter != nil, rules.rateLimiter == nil { try refuse(.rateLimitDropped) }
        if let before = previous.tls?.clients, let lapse = rules.tls?.clients.lapse(since: before) { try refuse(lapse) }
        current.publish(rules)
        status.publish(ReloadStatus(succeededAt: time.now()))
        complaint = nil
        logger.info("the web configuration was taken anew", metadata: ["file": "\(file.path)"])
        for warning in rules.warnings where !previous.warnings.contains(warning) { logger.warning("\(warning)") }
    }

    private static func stamps(_ paths: [String]) -> [String: FileStamp?] {
        Dictionary(paths.map { ($0, FileStamp($0)) }) { first, _ in first }
    }
}
