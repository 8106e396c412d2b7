/// The file that `--config.file` names.
enum ConfigurationFile {
    private static let largest = 1 << 20

    /// The text of the file at `path`, of which errors speak at `place`.
    static func text(at path: String, namedBy place: String) throws(SettingError) -> String {
        do {
            return try text(at: path)
        } catch {
            throw SettingError(place, .unreadableFile(error.description))
        }
    }

    private static func text(at path: String) throws(InputFile.Unreadable) -> String {
        let file = try InputFile(path, .takesWhatIsThere)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try file.read(into: &buffer)
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= largest else {
                throw InputFile.Unreadable(description: "\(path) is larger than 1 MiB; is it the right file?")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw InputFile.Unreadable(description: "\(path) is not UTF-8 text; save it as UTF-8")
        }
        return text
    }
}
