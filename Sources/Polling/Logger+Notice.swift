import Logging

extension Logger {
    func say(_ notice: Notice) {
        let level: Logger.Level =
            switch notice.level {
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        log(level: level, "\(notice)")
    }
}
