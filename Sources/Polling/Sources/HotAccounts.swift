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
        var notFound: AdminError?
        for account in await watch.hotAccounts(atMost: Self.mostAccounts) {
            do throws(AdminError) {
                sweep.tally += try await details.read(account)
                answers += 1
                failuresInARow = 0
            } catch {
                if error.saysAccountIsMissing {
                    // Deleted since, or the database is away.
                    notFound = error
                    if await watch.whyProxyIsAway != nil { break }
                } else {
                    sweep.errors.append(error)
                    failuresInARow += 1
                    if failuresInARow == Self.mostFailuresInARow || error.retryAfter != nil { break }
                }
            }
            await pacing.rest()
        }
        sweep.hasAnswers = answers > 0
        if let error = sweep.errors.last {
            sweep.outcome = answers == 0 ? .failed(error) : .incomplete
        } else if answers == 0 {
            await findOutWhyNothingIsTold(notFound, &sweep)
        }
        return sweep
    }

    /// That no account is near its limit, or none is found, means nothing where the proxy or its database is away.
    private func findOutWhyNothingIsTold(_ notFound: AdminError?, _ sweep: inout Sweep) async {
        if let notFound, await details.api.databaseState() == .away {
            sweep.fail(notFound.blamedOnDatabase())
        } else if let error = await watch.whyProxyIsAway {
            // Its own sweep has counted it.
            sweep.outcome = .failed(error)
        }
    }
}
