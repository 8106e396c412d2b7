import Budgets
import LiteLLMAdmin
import Threading

/// What is known of an account that a complete sweep lacked, after asking for it by its id.
struct Verdict: Sendable {
    enum Finding: Hashable, Sendable {
        /// LiteLLM says that it does not exist, in a way that a database outage cannot imitate.
        case gone
        /// It is there: paging had skipped it.
        case present(Observation)
        /// It is there, but the operator's patterns leave it out.
        case excluded
        /// The exporter's key may not see it, so it sees only a part.
        case hidden
        /// No answer that proves anything.
        case unknown
    }

    let finding: Finding
    let errors: [AdminError]

    init(_ finding: Finding, errors: [AdminError] = []) {
        self.finding = finding
        self.errors = errors
    }

    /// What was read of it, and when the answer came.
    init(_ reading: AccountReading, at uptime: Uptime) {
        switch reading {
        case .account(let account): self.init(.present(Observation(account, at: uptime)))
        case .excluded: self.init(.excluded)
        case .rejected: self.init(.unknown)
        }
    }
}
