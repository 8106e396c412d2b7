import Budgets
import LiteLLMAdmin
import Threading

/// The accounts of a kind that the operator has listed, read one by one.
///
/// One that LiteLLM does not know is named in the log, as it may be mistyped, and is not removed: LiteLLM says so of teams
/// while its database is away too.
struct ListedAccounts: Source {
    let id: SourceID
    let accounts: [AccountID]
    let api: AdminAPI
    let members: WantedMembers
    /// Nil where another source reads it.
    let ownKey: OwnKeyReading?
    let watch: Watch
    let time: any TimeSource

    private static let mostFailuresInARow = 3

    func sweep(_ pacing: Pacing) async -> Sweep {
        var sweep = Sweep(id, absence: .isMeaningless, startedAt: time.uptime)
        // Listed accounts can be read all the same by a key that may not ask for itself.
        if let error = await ownKey?.run(), error.reason != .forbidden { sweep.errors.append(error) }
        var answers = 0
        var failuresInARow = 0
        for account in accounts {
            let askedAt = time.uptime
            do throws(AdminError) {
                try await read(account, at: askedAt, into: &sweep)
                answers += 1
                failuresInARow = 0
            } catch {
                sweep.errors.append(error)
                if error.saysAccountIsMissing {
                    sweep.unknownAccounts.insert(account)
                } else {
                    failuresInARow += 1
                }
                if failuresInARow == Self.mostFailuresInARow { break }
            }
            if pacing.hasRests {
                sweep.tally += await watch.observe(sweep.observations)
                sweep.observations = []
            }
            await pacing.rest()
        }
        sweep.hasAnswers = answers + sweep.unknownAccounts.count > 0
        if let error = sweep.errors.last(where: { !$0.saysAccountIsMissing }) {
            sweep.outcome = sweep.hasAnswers ? .incomplete : .failed(error)
        }
        return sweep
    }

    private func read(_ account: AccountID, at askedAt: Uptime, into sweep: inout Sweep) async throws(AdminError) {
        let reading: DetailsReading
        if case .key(let hash) = account {
            let row = try await api.key(hash: hash)
            guard row.status != "deleted" else {
                await watch.forget(account)
                throw AdminError(
                    .keyInfo, .notFound, status: 200,
                    explanation: "a listed key was deleted; take its hash off the list")
            }
            reading = DetailsReading(row, hash: hash, filter: AccountFilter(), now: time.now())
        } else {
            let details = try await api.team(id: account.text)
            reading = DetailsReading(details, filter: AccountFilter(), members: members, now: time.now())
        }
        sweep.take(reading.account, at: askedAt)
        sweep.tally += await watch.observeMembers(reading, of: account, at: askedAt)
    }
}
