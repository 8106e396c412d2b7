import Budgets
import LiteLLMAdmin
import Threading

/// The accounts nearest to their limits, each read on its own so that they are the freshest.
struct HotAccounts: Source {
    let api: AdminAPI
    let teamFilter: AccountFilter
    let keyFilter: AccountFilter
    let watch: Watch
    let time: any TimeSource

    private static let mostAccounts = 50
    private static let mostFailuresInARow = 3

    var id: SourceID { .details }

    func sweep(_ pace: Pace) async -> Sweep {
        var sweep = Sweep(.details, absence: .isMeaningless, startedAt: time.uptime)
        var answers = 0
        var failuresInARow = 0
        for account in await watch.hotAccounts(atMost: Self.mostAccounts) {
            let askedAt = time.uptime
            do throws(AdminError) {
                let reading = try await read(account)
                let took = time.uptime - askedAt
                sweep.upstreamTime += took
                answers += 1
                failuresInARow = 0
                if case .account(let account) = reading {
                    await watch.observe([Observation(account, at: time.uptime)])
                }
                try? await time.sleep(for: pace.rest(after: took))
            } catch {
                // Deleted since, or the database is away: the list sweeps tell which.
                if error.reason == .notFound { continue }
                sweep.errors.append(error)
                failuresInARow += 1
                if failuresInARow == Self.mostFailuresInARow { break }
            }
        }
        sweep.hasAnswers = answers > 0
        if let error = sweep.errors.last { sweep.outcome = answers == 0 ? .failed(error) : .incomplete }
        return sweep
    }

    private func read(_ account: AccountID) async throws(AdminError) -> AccountReading {
        switch account {
        case .team(let id):
            return AccountReading(try await api.team(id: id).team, filter: teamFilter)
        case .key(let hash):
            let row = try await api.key(hash: hash)
            // Removal is for the key sweep, which asks again.
            if row.status == "deleted" { return .excluded }
            return AccountReading(row, hash: hash, filter: keyFilter, now: time.now())
        default: return .excluded
        }
    }
}
