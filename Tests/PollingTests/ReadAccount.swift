import Budgets
import Testing

@testable import Polling

/// The account that was read; a failed test where there is none.
func account(_ reading: AccountReading) throws -> Account {
    guard case .account(let account) = reading else {
        Issue.record("\(reading)")
        throw CancellationError()
    }
    return account
}
