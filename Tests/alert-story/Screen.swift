import AlertStory
import Glibc

enum Ending: Sendable {
    case told(Chronicle)
    case failed(String)
    case interrupted
}

/// Writes the story line by line; in colours where it is a terminal.
struct Screen: Sendable {
    private enum Colour: String {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case dim = "2"
        case bold = "1"
    }

    private let hasColours = isatty(STDOUT_FILENO) == 1

    func begin() {
        write("An hour passes in a minute here: where a text says \"3m 20s\", it is 3 h 20 min.")
        write("")
    }

    func show(_ event: Story.Event, at time: Duration) {
        let minutes = Int(time.components.seconds / 60)
        let clock = "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
        switch event {
        case .happening(let text): write("\(clock)  \(painted(text, .bold))")
        case .notification(let entry):
            let alert = entry.alert
            let colour: Colour =
                entry.hasEnded
                ? .green : alert.severity == "critical" ? .red : alert.severity == "warning" ? .yellow : .dim
            let state = entry.hasEnded ? "resolved" : alert.severity
            write("\(clock)  \(painted("[\(state)] \(alert.name)", colour)) to \(entry.receiver)")
            if !entry.hasEnded { write("         \(alert.text)") }
        }
    }

    /// - Returns: The program's exit code.
    func end(_ ending: Ending) -> Int32 {
        switch ending {
        case .told(let chronicle):
            let surprises = Expectation.surprises(in: chronicle)
            write("")
            surprises.forEach { write(painted($0, .red)) }
            if surprises.isEmpty { write("Everybody was told what they had to know, once, and nothing else.") }
            return surprises.isEmpty ? 0 : 1
        case .failed(let reason):
            write(painted(reason, .red))
            return 1
        case .interrupted:
            write("Interrupted.")
            return 130
        }
    }

    private func painted(_ text: String, _ colour: Colour) -> String {
        hasColours ? "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m" : text
    }

    private func write(_ line: String) {
        print(line)
        fflush(nil)
    }
}
