/// One thing that `check` has found out.
struct Finding: Hashable, Sendable {
    enum Severity: Hashable, Sendable {
        case success
        case warning
        case failure
    }

    let severity: Severity
    let text: String

    init(_ severity: Severity, _ text: String) {
        self.severity = severity
        self.text = text
    }

    var line: String {
        let mark =
            switch severity {
            case .success: "ok     "
            case .warning: "warning"
            case .failure: "FAILED "
            }
        return "  \(mark) \(text.asOneLine)"
    }
}
