import Budgets
import LiteLLMAdmin
import Threading

/// What one round of a source brought.
struct Sweep: Sendable {
    enum Outcome: Hashable, Sendable {
        /// Each page answered and the walk reached the last.
        case complete
        /// A part answered; what it held counts, and nothing can be said of what it lacked.
        case incomplete
        case failed(AdminError)
        /// The proxy, as it is set up, has nothing to tell, which is no failure.
        case unavailable(AdminError)
    }

    /// What becomes of accounts that a complete sweep did not see.
    enum Absence: Hashable, Sendable {
        /// They are asked for by id: offset paging skips rows, so a gap proves nothing.
        case isVerified
        /// They are gone: the source tells which accounts there are, not only what they hold.
        case isRemoval
        /// They are gone once the next complete sweep has not seen them either.
        case isConfirmedByNextSweep
        /// Nothing: the source reads a selection.
        case isMeaningless
    }

    /// So many accounts of a kind are named in a line of the log.
    private static let mostNamed = 5

    let source: SourceID
    let absence: Absence
    let startedAt: Uptime
    var outcome: Outcome = .complete
    /// What was not handed over on the way.
    var observations: [Observation] = []
    /// Of what was.
    var tally = SweepTally()
    var rejections: [Rejection: Int] = [:]
    /// The first of them, for the log.
    var rejectedAccounts: [Rejection: [AccountID]] = [:]
    var badRows: [BadRow] = []
    /// Accounts that the operator listed and LiteLLM does not know.
    var unknownAccounts: Set<AccountID> = []
    var errors: [AdminError] = []
    /// The keys of teams that the rows promise (teams) or hold (keys), to tell whether the exporter sees them all.
    var teamKeys = 0
    /// Whether the proxy answered anything, and so can be said to work.
    var hasAnswers = true
    /// Whether there were any rows, shown or not.
    var hasRows = false
    /// The source is not to be swept more often, as it costs the proxy too much.
    var leastInterval: Duration = .zero

    init(_ source: SourceID, absence: Absence, startedAt: Uptime) {
        self.source = source
        self.absence = absence
        self.startedAt = startedAt
    }

    /// Takes what a row says.
    mutating func take(_ reading: AccountReading, at uptime: Uptime) {
        switch reading {
        case .account(let account):
            if account.spend == nil { reject(.unknownSpend, account: account.id) }
            if account.hasUnreadableLimit { reject(.unknownLimit, account: account.id) }
            observations.append(Observation(account, at: uptime))
        case .excluded: break
        case .rejected(let rejection, let account): reject(rejection, account: account)
        }
    }

    mutating func reject(_ rejection: Rejection, count: Int = 1) {
        if count > 0 { rejections[rejection, default: 0] += count }
    }

    private mutating func reject(_ rejection: Rejection, account: AccountID?) {
        reject(rejection)
        // Ids of people are no names for a log.
        guard let account, ![.user, .customer].contains(account.kind) else { return }
        guard rejectedAccounts[rejection, default: []].count < Self.mostNamed else { return }
        rejectedAccounts[rejection, default: []].append(account)
    }

    /// Ends it by an error, before anything was seen.
    mutating func fail(_ error: AdminError) {
        errors.append(error)
        outcome = .failed(error)
    }

    var hasFailed: Bool {
        if case .failed = outcome { true } else { false }
    }

    /// Whether all that the pages held could be read: what could not be may be what is missed.
    var isWhole: Bool { badRows.isEmpty && rejections[.badElement] == nil }
}

/// Why something of an answer is not shown, as metrics name it.
public enum Rejection: String, CaseIterable, Hashable, Sendable {
    /// A row that makes LiteLLM answer 500 to every page it is on.
    case badRow = "bad_row"
    /// An element that is no account or lacks its id.
    case badElement = "bad_element"
    /// An id too long for a label.
    case labelTooLong = "label_too_long"
    /// A spend that is null, missing or not a number; the last known one stays until it is stale.
    case unknownSpend = "unknown_spend"
    /// A limit, of the account or of a model or window of its, that is not a number; the last known one stays until it is
    /// stale.
    case unknownLimit = "unknown_limit"
}
