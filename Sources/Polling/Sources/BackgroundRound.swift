import Budgets
import LiteLLMAdmin
import Threading

/// Reads those accounts one by one, the nearest to exhaustion first, of which the lists do not tell all; then begins anew.
///
/// It takes what time the sweeps leave, one request after the other.
struct BackgroundRound: Sendable {
    let mode: Poller.Configuration.Details
    /// Rounds begin no more often.
    let interval: Duration
    let details: AccountDetails
    let meter: RequestMeter
    let watch: Watch
    let time: any TimeSource
    let log: @Sendable (Notice) -> Void

    /// A number that is older tells nothing about hours, and by then hot accounts are read on their own anyway.
    static let longestInAuto: Duration = .seconds(15 * 60)
    private static let mostFailuresInARow = 3
    /// A cron job waits about ten seconds for this many.
    private static let mostAtOnceInAuto = 1000
    private static let pauseAfterFailures: Duration = .seconds(30)

    /// Goes round until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            let startedAt = time.uptime
            let accounts = await watch.beginRound(at: startedAt)
            let isWhole = await read(accounts)
            await watch.endRound(isWhole: isWhole, at: time.uptime)
            // A round of nothing must not spin.
            let pause = max(startedAt + interval - time.uptime, .seconds(1))
            try? await time.sleep(for: pause)
        }
    }

    /// Reads each account once without rest; where `auto` holds only if they are few enough.
    func runOnce() async {
        let accounts = await watch.beginRound(at: time.uptime)
        if mode == .auto, accounts.count > Self.mostAtOnceInAuto {
            log(.roundLeftOut(accounts: accounts.count, estimate: nil))
            return
        }
        var failuresInARow = 0
        for account in accounts where failuresInARow < Self.mostFailuresInARow {
            do throws(AdminError) {
                try await details.read(account)
                failuresInARow = 0
            } catch  where error.reason != .notFound {
                await watch.record(error)
                failuresInARow += 1
            } catch {}
        }
    }

    /// Reads the accounts of a round; whether it came to the end.
    private func read(_ accounts: [AccountID]) async -> Bool {
        var failuresInARow = 0
        var answers = 0
        for account in accounts {
            guard await takesPart(of: accounts.count), !Task.isCancelled else { return false }
            do throws(AdminError) {
                try await details.read(account)
                failuresInARow = 0
                answers += 1
            } catch {
                // Deleted since, or the database is away: the list sweeps tell which.
                if error.reason != .notFound {
                    await watch.record(error)
                    failuresInARow += 1
                }
            }
            let pacing = Pacing(pace: Pace(share: await watch.round.pacedShare), meter: meter, time: time)
            if failuresInARow == Self.mostFailuresInARow {
                failuresInARow = 0
                try? await time.sleep(for: Self.pauseAfterFailures)
            } else {
                await pacing.rest()
            }
        }
        return answers > 0 || accounts.isEmpty
    }

    /// Whether the round is short enough, judged by all single reads so far, those near their limits included.
    private func takesPart(of count: Int) async -> Bool {
        guard mode == .auto, let cost = await watch.meanTimeOfSingleReads else { return true }
        let estimate = Duration.seconds(cost.seconds * Double(count) / (await watch.round.pacedShare))
        let isLeftOut = estimate > Self.longestInAuto
        if await watch.leaveRoundOut(isLeftOut, at: time.uptime) {
            log(isLeftOut ? .roundLeftOut(accounts: count, estimate: estimate) : .roundTakenUp(accounts: count))
        }
        return !isLeftOut
    }
}
