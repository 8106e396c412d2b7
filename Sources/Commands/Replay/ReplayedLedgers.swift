import Budgets
import Threading

/// The ledgers that recorded observations fill, by the account.
struct ReplayedLedgers {
    fileprivate struct Entry {
        var ledger = SpendLedger()
        /// The newest look, and when that was; nil before the first.
        var newest: (account: Account, moment: Moment)?
    }

    private let terms = LedgerTerms.standard
    private var entries: [AccountID: Entry] = [:]

    mutating func take(_ observation: RecordedObservation) -> ReplayAnswer {
        entries[observation.account.id, default: Entry()].take(observation, terms: terms)
    }
}

extension ReplayedLedgers.Entry {
    fileprivate mutating func take(_ observation: RecordedObservation, terms: LedgerTerms) -> ReplayAnswer {
        let time = observation.time
        // There is one clock, that of the file.
        var moment = Moment(uptime: Uptime(sinceOrigin: .seconds(time.unixSeconds)), now: time)
        var event: BudgetReset?
        if let newest, time < newest.moment.now {
            // It comes too late to tell anything, so what is known is told as it was.
            moment = newest.moment
        } else if observation.account.spend != nil {
            event = ledger.take(observation.account, at: moment, terms: terms)
            newest = (observation.account, moment)
        }
        // The gaps of the recording tell which windows it is too coarse for; how often it was to be read is not known.
        let history = newest.flatMap {
            ledger.history(of: $0.account, terms: terms, effectiveInterval: .zero, at: moment)
        }
        return ReplayAnswer(observation: observation, history: history, event: event)
    }
}
