import Budgets
import LiteLLMAdmin
import Threading

/// A paged list of accounts.
protocol AccountList: Sendable {
    associatedtype Row: Sendable

    var source: SourceID { get }
    var endpoint: Endpoint { get }
    var absence: Sweep.Absence { get }

    /// Called once before each walk; what goes wrong does not keep the walk from happening.
    func prepare() async -> AdminError?

    func page(_ request: PageRequest) async throws(AdminError) -> Page<Row>

    /// Nil for an element that lacks its id.
    func id(of row: Row) -> String?
    func reading(of row: Row, id: String, now: Timestamp) -> AccountReading

    /// How many keys of teams the row promises or is.
    func teamKeys(in row: Row) -> Int

    func verdict(on id: String) async -> Verdict
}

extension AccountList {
    var absence: Sweep.Absence { .isVerified }

    func prepare() async -> AdminError? { nil }

    func teamKeys(in row: Row) -> Int { 0 }

    func verdict(on id: String) async -> Verdict { Verdict(.unknown) }
}
