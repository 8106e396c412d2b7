import Budgets
import Polling

extension Report {
    /// The same without what only watching tells. One look has no past: its counters and beginnings would be those of the
    /// look, and be taken for the account's.
    var withoutHistories: Report {
        var report = self
        report.accounts = accounts.mapValues { accounts in
            accounts.map { account in
                var account = account
                account.history = nil
                return account
            }
        }
        return report
    }
}
