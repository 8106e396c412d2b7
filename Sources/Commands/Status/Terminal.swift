import Glibc

/// What lines are made for.
struct Terminal: Hashable, Sendable {
    enum Characters: Hashable, Sendable {
        case unicode
        case ascii
    }

    /// In cells.
    var width: Int
    /// In lines; nil where there is no end to them: in a file or a pipe.
    var height: Int?
    var hasColours: Bool
    var characters: Characters

    init(width: Int, height: Int? = nil, hasColours: Bool = false, characters: Characters = .unicode) {
        self.width = width
        self.height = height
        self.hasColours = hasColours
        self.characters = characters
    }

    /// A window's size, 0 where it does not tell.
    struct Window {
        var columns: Int
        var rows: Int
    }

    /// - Parameter window: Nil when the output is no terminal.
    init(_ window: Window?, environment: [String: String]) {
        func number(_ text: String?) -> Int? { text.flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } }
        let told = window.flatMap { $0.columns > 0 ? $0.columns : nil }
        // Narrower than this nothing can be said.
        width = max(20, told ?? number(environment["COLUMNS"]) ?? 80)
        height = window.map { $0.rows > 0 ? $0.rows : number(environment["LINES"]) ?? 24 }
        hasColours = window != nil && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        let charset = locale?.lowercased().filter { $0 != "-" }
        // Containers seldom name a locale, but are looked into through terminals of today.
        characters = charset.map { $0.contains("utf8") } ?? true ? .unicode : .ascii
    }

    /// Where standard output goes.
    static func standardOutput(environment: [String: String]) -> Terminal {
        let descriptor = StandardStream.output.rawValue
        guard isatty(descriptor) == 1 else { return Terminal(nil, environment: environment) }
        var size = winsize()
        _ = ioctl(descriptor, UInt(TIOCGWINSZ), &size)
        return Terminal(Window(columns: Int(size.ws_col), rows: Int(size.ws_row)), environment: environment)
    }
}
