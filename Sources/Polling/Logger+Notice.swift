import LiteLLMAdmin
import Logging

extension Logger {
    func say(_ notice: Notice) {
        let level: Logger.Level =
            switch notice.level {
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        log(level: level, "\(notice)", metadata: notice.fields)
    }
}

extension Notice {
    /// What logs are filtered by, in words that never change; the sentence has them in its own way.
    fileprivate var fields: Logger.Metadata {
        var fields: Logger.Metadata = [:]
        if let source { fields["source"] = "\(source.rawValue)" }
        if let reason { fields["reason"] = "\(reason)" }
        if let error {
            fields["route"] = "\(error.endpoint.path)"
            if let status = error.status { fields["status"] = "\(status)" }
        }
        return fields
    }

    private var source: SourceID? {
        switch self {
        case .firstSweep(let source, _), .failed(let source, _), .unavailable(let source, _),
            .incomplete(let source, _),
            .worksAgain(let source), .rejected(let source, _, _, _), .badRow(let source, _), .viewIsPartial(let source),
            .viewIsWhole(let source), .sweepsLessOften(let source, _), .sweepsAsOftenAsUsual(let source, _):
            source
        case .roundLeftOut, .roundTakenUp: .details
        case .removed, .unknownAccounts, .proxyLacks, .proxyLacksNoMore, .stateIsAwaited, .stateIsMissing,
            .stateIsUnreadable, .stateWasSetAside, .stateFails, .stateWorksAgain:
            nil
        }
    }

    private var error: AdminError? {
        switch self {
        case .failed(_, let error), .unavailable(_, let error): error
        case .incomplete(_, let error): error
        default: nil
        }
    }

    /// As the metrics name it: of errors and of rejected accounts.
    private var reason: String? {
        if case .rejected(_, let rejection, _, _) = self { return rejection.rawValue }
        return error?.reason.rawValue
    }
}
