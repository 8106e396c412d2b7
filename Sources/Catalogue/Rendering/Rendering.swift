import Budgets
public import Exposition
import Threading

/// A rendered page, with what the next rendering needs in order to take parts of it over.
public struct Rendering: Sendable {
    public let exposition: Exposition
    let rows: [AccountKind: LabelledAccounts]
    let minute: Timestamp
}
