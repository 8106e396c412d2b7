import FoundationEssentials
import Glibc
import Persistence

/// The platform's folder for files that a program keeps for itself.
struct StateLocation {
    private static let name = "litellm-budget-exporter"

    let environment: [String: String]
    let isRoot: Bool
    /// The URL of the one whose ledgers are to be kept.
    let proxy: String

    /// The file to use, or why there is none; nil for both where it is switched off.
    func file(for choice: StateFileChoice) -> (file: LedgerFile?, obstacle: String?) {
        switch choice {
        case .off: return (nil, nil)
        case .path(let path): return (LedgerFile(path: path, proxy: proxy), nil)
        case .automatic:
            guard let folder else { return (nil, "there is no HOME to keep it in") }
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                return (nil, "\(folder) cannot be created")
            }
            guard access(folder, W_OK | X_OK) == 0 else { return (nil, "\(folder) cannot be written") }
            return (LedgerFile(path: folder + "/ledgers.sqlite", proxy: proxy), nil)
        }
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
