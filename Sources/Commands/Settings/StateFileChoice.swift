/// Where ledgers are kept over restarts.
enum StateFileChoice: Hashable, Sendable {
    /// In the platform's folder for such files, where that can be written.
    case automatic
    case off
    case path(String)
}

extension SettingFormat where Value == StateFileChoice {
    static var stateFile: SettingFormat {
        SettingFormat(
            "path",
            show: { choice in
                switch choice {
                case .automatic: "auto"
                case .off: "off"
                case .path(let path): path
                }
            },
            read: { text throws(UnusableValue) in
                switch text {
                case "auto": .automatic
                case "off": .off
                default: .path(try SettingFormat<String>.path.read(text))
                }
            })
    }
}
