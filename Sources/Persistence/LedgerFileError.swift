/// Why there is no state, or why it cannot be written for now.
public enum LedgerFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case noName
    case isFolder(path: String)
    case notAFile(path: String)
    case brokenLink(path: String)
    /// The folder is not there and cannot be made, or what is in it cannot be reached.
    case folder(path: String, reason: String)
    case cannotCreate(path: String, reason: String)
    case notWritable(path: String)
    case diskFull(path: String)
    /// Another process, or another store of this one, holds it.
    case locked(path: String, waited: Duration)
    /// It cannot be used, and cannot be renamed either.
    case cannotSetAside(path: String, because: Unusability, reason: String)
    /// Somebody renamed, removed or replaced it while it was in use.
    case vanished(path: String)
    case damaged(path: String)
    case failed(path: String, reason: String)
    /// The task that waited for it was cancelled.
    case cancelled(path: String)

    public var description: String {
        switch self {
        case .noName: "the path of the state file is empty"
        case .isFolder(let path): "the state file \(path) is a folder; name a file in it"
        case .notAFile(let path): "the state file \(path) is no regular file; name another"
        case .brokenLink(let path):
            "the state file \(path) is a symbolic link that leads nowhere; remove it, or mend it"
        case .folder(let path, let reason): "the folder \(path) of the state file: \(reason); create it for this user"
        case .cannotCreate(let path, let reason):
            "the state file \(path) cannot be created: \(reason); let this user write to its folder, or name another"
        case .notWritable(let path):
            "the state file \(path) cannot be written; make it and its folder writable for this user, or name another"
        case .diskFull(let path): "no room to write the state file \(path); free some, or raise the quota"
        case .locked(let path, let waited):
            "the state file \(path) is locked by another process"
                + (waited > .zero ? ", after waiting for \(waited)" : "") + "; give each exporter a file of its own"
        case .cannotSetAside(let path, let unusability, let reason):
            "the state file \(path) cannot be used, as \(unusability), and cannot be renamed: \(reason); move it away"
        case .vanished(let path):
            "the state file \(path) was removed or replaced while in use; a new one is begun when it is next written"
        case .damaged(let path):
            "the state file \(path) was damaged while in use; check the disk. A new one is begun when it is next written"
        case .failed(let path, let reason): "the state file \(path) cannot be used: \(reason)"
        case .cancelled(let path): "the state file \(path) was not opened before the exporter stopped"
        }
    }
}
