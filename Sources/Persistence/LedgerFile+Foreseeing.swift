import Glibc

extension LedgerFile {
    /// Why there would be no state, as far as can be told without making or opening anything.
    public func foreseeableError() -> LedgerFileError? {
        do throws(LedgerFileError) {
            let (folder, name) = try place()
            guard let realFolder = Self.realPath(folder) else {
                guard errno == ENOENT, Self.allowsChanges(in: Self.parent(of: folder)) else {
                    throw .folder(path: folder, reason: Self.lastSystemError)
                }
                return nil
            }
            let file = try withoutLinks(name, in: realFolder)
            guard try file.isThere() else {
                guard Self.allowsChanges(in: Self.parent(of: file.path)) else {
                    throw .cannotCreate(path: file.path, reason: Self.lastSystemError)
                }
                return nil
            }
            // This user's own is made writable, and SQLite puts its journal beside it.
            let isWritable = file.status(following: false)?.st_uid == geteuid() || access(file.path, R_OK | W_OK) == 0
            guard isWritable, Self.allowsChanges(in: Self.parent(of: file.path)) else {
                throw .notWritable(path: file.path)
            }
            return nil
        } catch { return error }
    }

    private static func allowsChanges(in folder: String) -> Bool {
        access(folder, W_OK | X_OK) == 0
    }

    /// What comes before the last name; the current folder, where nothing does.
    private static func parent(of path: String) -> String {
        let names = path.split(separator: "/")
        return (path.hasPrefix("/") ? "/" : names.count > 1 ? "" : ".") + names.dropLast().joined(separator: "/")
    }
}
