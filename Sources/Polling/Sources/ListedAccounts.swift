import Budgets
import LiteLLMAdmin
import Threading

/// The accounts of a kind that the operator has listed, read one by one.
///
/// One that LiteLLM does not know makes the sweep incomplete, so that a mistyped id is said, and removes nothing: LiteLLM
/// says so of teams while its database is away too.
struct ListedAccounts: Source {
    let id: SourceID
    let accounts: [AccountID]
    let api: AdminAPI
    let members: WantedMembers
    let watch: Watch
    let time: any TimeSource

    private static let mostFailuresInARow = 3

    func sweep(_ pace: Pace) async -> Sweep {
        var sweep = Sweep(id, absence: .isMeaningless, startedAt: time.uptime)
        var answers = 0
        var failuresInARow = 0
        for account in accounts {
            let askedAt = time.uptime
            do throws(AdminError) {
                try await read(account, into: &sweep)
                answers += 1
                failuresInARow = 0
            } catch {
                sweep.errors.append(error)
                if error.reason == .notFound { sweep.unknownAccounts.insert(account) } else { failuresInARow += 1 }
                if failuresInARow == Self.mostFailuresInARow { break }
            }
            let took = time.uptime - askedAt
            sweep.upstreamTime += took
            if pace != .withoutRest {
                await watch.observe(sweep.observations)
                sweep.observations = []
                try? await time.sleep(for: pace.rest(after: took))
            }
        }
        sweep.hasAnswers = answers > 0
        if let error = sweep.errors.last { sweep.outcome = answers == 0 ? .failed(error) : .incomplete }
        return sweep
    }

    private func read(_ account: AccountID, into sweep: inout Sweep) async throws(AdminError) {
        let (reading, uptime): (DetailsReading, Uptime)
        if case .key(let hash) = account {
            let row = try await api.key(hash: hash)
            guard row.status != "deleted" else {
                await watch.forget(account)
                throw AdminError(
                    .keyInfo, .notFound, status: 200,
                    explanation: "a listed key was deleted; take its hash off the list")
            }
            (reading, uptime) = (DetailsReading(row, hash: hash, filter: AccountFilter(), now: time.now()), time.uptime)
        } else {
            let details = try await api.team(id: account.text)
            (reading, uptime) = (
                DetailsReading(details, filter: AccountFilter(), members: members, now: time.now()), time.uptime
            )
        }
        sweep.take(reading.account, at: uptime)
        if let members = reading.observedMembers(at: uptime) {
            await watch.observe(members, asAllMembersOf: account)
        }
    }
}
