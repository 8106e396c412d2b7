import Glibc

/// The file that `--config.file` names.
enum ConfigurationFile {
    private static let largest = 1 << 20

    /// The text of the file at `path`, of which errors speak at `place`.
    static func text(at path: String, namedBy place: String) throws(SettingError) -> String {
        func unreadable(_ complaint: String) -> SettingError {
            SettingError(place, .unreadableFile("\(path) \(complaint)"))
        }
        func systemMessage() -> String { String(cString: strerror(errno)) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw unreadable(errno == ENOENT ? "does not exist" : "cannot be opened: \(systemMessage())")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { break }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw unreadable(errno == EISDIR ? "is a directory; name a file" : "cannot be read: \(systemMessage())")
            }
            bytes += buffer[..<count]
            guard bytes.count <= largest else { throw unreadable("is larger than 1 MiB; is it the right file?") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw unreadable("is not UTF-8 text; save it as UTF-8")
        }
        return text
    }
}
