import Budgets
import LiteLLMAdmin
import Threading

/// The accounts nearest to their limits, each read on its own so that they are the freshest.
struct HotAccounts: Source {
    let details: AccountDetails
    let watch: Watch
    let time: any TimeSource

    private static let mostAccounts = 50
    private static let mostFailuresInARow = 3

    var id: SourceID { .details }

    func sweep(_ pacing: Pacing) async -> Sweep {
        var sweep = Sweep(.details, absence: .isMeaningless, startedAt: time.uptime)
        var answers = 0
        var failuresInARow = 0
        for account in await watch.hotAccounts(atMost: Self.mostAccounts) {
            do throws(AdminError) {
                try await details.read(account)
                answers += 1
                failuresInARow = 0
            } catch {
                // Deleted since, or the database is away: the list sweeps tell which.
                if error.reason != .notFound { sweep.errors.append(error) }
                failuresInARow += 1
                if failuresInARow == Self.mostFailuresInARow { break }
            }
            await pacing.rest()
        }
        sweep.hasAnswers = answers > 0
        if let error = sweep.errors.last { sweep.outcome = answers == 0 ? .failed(error) : .incomplete }
        return sweep
    }
}
