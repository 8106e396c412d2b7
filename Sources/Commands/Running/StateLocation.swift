import FoundationEssentials
import Glibc
import Persistence

/// The platform's folder for files that a program keeps for itself.
struct StateLocation {
    private static let name = "litellm-budget-exporter"
    private static let fileName = "ledgers.sqlite"
    private static let noHome = "there is no HOME to keep it in"

    let environment: [String: String]
    let isRoot: Bool

    static var ofThisProcess: StateLocation {
        StateLocation(environment: ProcessInfo.processInfo.environment, isRoot: geteuid() == 0)
    }

    /// The file to use, or why there is none; nil for both where it is switched off.
    ///
    /// - Parameter proxy: The URL of the one whose ledgers are to be kept.
    func file(for choice: StateFileChoice, proxy: String) -> (file: LedgerFile?, obstacle: String?) {
        switch choice {
        case .off: return (nil, nil)
        case .path(let path): return (LedgerFile(path: path, proxy: proxy), nil)
        case .automatic:
            guard let folder else { return (nil, Self.noHome) }
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                return (nil, "\(folder) cannot be created")
            }
            guard access(folder, W_OK | X_OK) == 0 else { return (nil, "\(folder) cannot be written") }
            return (LedgerFile(path: "\(folder)/\(Self.fileName)", proxy: proxy), nil)
        }
    }

    /// Where state would be kept, or why it would not be; nil where it is switched off. Nothing is made for it: what root made
    /// could not be used by the user that the exporter runs as.
    func finding(for choice: StateFileChoice) -> Finding? {
        let path: String
        let obstacle: String?
        switch choice {
        case .off: return nil
        case .path(let chosen):
            path = chosen
            obstacle = LedgerFile(path: path, proxy: "").foreseeableError()?.description
        case .automatic:
            guard let folder else { return Self.withoutState(Self.noHome) }
            path = "\(folder)/\(Self.fileName)"
            obstacle =
                access(folder, F_OK) == 0
                ? LedgerFile(path: path, proxy: "").foreseeableError()?.description : Self.obstacle(toMaking: folder)
        }
        return obstacle.map(Self.withoutState) ?? Finding(.success, "state would be kept in \(path)")
    }

    /// Whatever is missing of an absolute path is made.
    private static func obstacle(toMaking folder: String) -> String? {
        var existing = folder[...]
        while access(String(existing), F_OK) != 0, errno == ENOENT, let slash = existing.lastIndex(of: "/") {
            existing = slash == existing.startIndex ? "/" : existing[..<slash]
        }
        guard access(String(existing), W_OK | X_OK) != 0 else { return nil }
        return "\(folder) cannot be created: \(String(cString: strerror(errno)))"
    }

    private static func withoutState(_ obstacle: String) -> Finding {
        Finding(
            .warning, "no state would be kept, so that a restart begins histories anew: \(obstacle); see --state-file")
    }

    /// The first of the folders that systemd names, else as the XDG Base Directory Specification has it.
    var folder: String? {
        if let folders = environment["STATE_DIRECTORY"], let first = folders.split(separator: ":").first {
            return String(first)
        }
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") { return "\(state)/\(Self.name)" }
        if isRoot { return "/var/lib/\(Self.name)" }
        return environment["HOME"].flatMap { $0.hasPrefix("/") ? "\($0)/.local/state/\(Self.name)" : nil }
    }
}
