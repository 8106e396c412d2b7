import Glibc
import Threading

/// A state file by its path. Not one of its functions opens the file: a process that closes it anywhere loses the locks
/// that it holds on it elsewhere.
public struct LedgerFile: Hashable, Sendable {
    public let path: String
    /// The URL of the proxy whose ledgers it holds: accounts of two proxies may have the same ids.
    public let proxy: String

    public init(path: String, proxy: String) {
        self.path = path
        self.proxy = proxy
    }

    /// Another one for the same proxy.
    func at(_ path: String) -> LedgerFile {
        LedgerFile(path: path, proxy: proxy)
    }

    /// What tells a file from another of the same name.
    struct Identity: Hashable {
        let device: UInt
        let node: UInt

        init(_ status: stat) {
            device = UInt(status.st_dev)
            node = UInt(status.st_ino)
        }
    }

    /// Nil where there is no file.
    var identity: Identity? {
        status(following: true).map(Identity.init)
    }

    /// The same file by a path without links, there and this user's alone.
    ///
    /// An empty one is created if there is none, and its folder too if only that one is missing.
    func prepared() throws(LedgerFileError) -> LedgerFile {
        let (folder, name) = try place()
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST || errno == EROFS || errno == EACCES else {
            throw .folder(path: folder, reason: Self.lastSystemError)
        }
        guard let realFolder = Self.realPath(folder) else {
            throw .folder(path: folder, reason: Self.lastSystemError)
        }
        let file = try withoutLinks(name, in: realFolder)
        try file.createIfMissing()
        return file
    }

    /// What the path means: a folder, with a slash at its end where it has one, and a name in it.
    func place() throws(LedgerFileError) -> (folder: String, name: Substring) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !path.isEmpty else { throw .noName }
        guard let name = parts.last, name != "", name != ".", name != ".." else { throw .isFolder(path: path) }
        return (parts.count == 1 ? "." : parts.dropLast().joined(separator: "/") + "/", name)
    }

    func withoutLinks(_ name: Substring, in folder: String) throws(LedgerFileError) -> LedgerFile {
        let file = at((folder == "/" ? "" : folder) + "/" + name)
        guard let status = file.status(following: false), status.st_mode & S_IFMT == S_IFLNK else { return file }
        guard let target = Self.realPath(file.path) else { throw .brokenLink(path: path) }
        return at(target)
    }

    /// - Throws: Where what is there is no file.
    func isThere() throws(LedgerFileError) -> Bool {
        guard let status = status(following: false) else { return false }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return true
        case S_IFDIR: throw .isFolder(path: path)
        default: throw .notAFile(path: path)
        }
    }

    private func createIfMissing() throws(LedgerFileError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            return
        }
        let code = errno
        guard try isThere(), let status = status(following: false) else {
            if [ENOSPC, EDQUOT].contains(code) { throw .diskFull(path: path) }
            throw .cannotCreate(path: path, reason: String(cString: strerror(code)))
        }
        // Of a file that is another user's this fails, as it shall.
        if status.st_mode & 0o777 != 0o600, status.st_uid == geteuid() { chmod(path, 0o600) }
    }

    /// What SQLite would take for a new file and write over.
    var cutOff: Unusability? {
        switch status(following: false)?.st_size {
        case 0 where at(path + "-wal").status(following: false).map { $0.st_size > 0 } ?? false:
            .damaged("nothing is in it although something is in its journal")
        case 1: .notADatabase
        default: nil
        }
    }

    func status(following: Bool) -> stat? {
        var status = stat()
        guard (following ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        return status
    }

    static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    static var lastSystemError: String { String(cString: strerror(errno)) }
}
