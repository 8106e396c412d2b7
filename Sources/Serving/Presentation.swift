public import Budgets

/// How pages and documents show what a report tells.
public struct Presentation: Sendable {
    /// How old a reading may be before pages say so.
    public var staleAfter: Duration
    /// How ids are shown to people and programs: those of users could be addresses.
    public var shownID: @Sendable (AccountID) -> String

    public init(staleAfter: Duration = .seconds(300), shownID: @escaping @Sendable (AccountID) -> String = { $0.text })
    {
        self.staleAfter = staleAfter
        self.shownID = shownID
    }
}
