import Glibc
import Threading

extension LedgerFile {
    /// What SQLite puts beside a file, the file itself first: what is left of one whose file is gone, SQLite removes.
    private static let suffixes = ["", "-wal", "-shm", "-journal"]
    private static let mark = ".unusable-"
    /// How many that were set aside are kept; older ones are removed.
    private static let keptCount = 3

    /// Renames the file and what lies beside it to `<name>.unusable-<time>`.
    func setAside(because reason: Unusability, at now: Timestamp) throws(LedgerFileError) -> SetAside {
        let time = now.description.filter { $0 != "-" && $0 != ":" }
        var newPath = path + Self.mark + time
        // Two within a second.
        var count = 1
        while at(newPath).status(following: false) != nil {
            count += 1
            newPath = path + Self.mark + time + "-\(count)"
        }
        guard rename(path, newPath) == 0 else {
            throw .cannotSetAside(path: path, because: reason, reason: Self.lastSystemError)
        }
        for suffix in Self.suffixes.dropFirst() { rename(path + suffix, newPath + suffix) }
        removeOldest()
        return SetAside(path: path, reason: reason, newPath: newPath)
    }

    private func removeOldest() {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/") + "/"
        let prefix = String(parts.last ?? "") + Self.mark
        guard let entries = opendir(folder) else { return }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let time = name.dropFirst(prefix.count)
            // The time and nothing behind it: what lies beside one goes with it.
            guard name.hasPrefix(prefix), time.utf8.count >= 16, time.first?.isNumber == true else { continue }
            if !Self.suffixes.dropFirst().contains(where: name.hasSuffix) { names.append(name) }
        }
        for name in names.sorted().dropLast(Self.keptCount) {
            for suffix in Self.suffixes { unlink(folder + name + suffix) }
        }
    }
}
