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
    let backOff: BackOff
    let details: AccountDetails
    let meter: RequestMeter
    let watch: Watch
    let time: any TimeSource
    let log: @Sendable (Notice) -> Void

    private static let mostFailuresInARow = 3
    /// A cron job waits about ten seconds for this many.
    private static let mostAtOnceInAuto = 1000

    /// Goes round until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            let startedAt = time.uptime
            let accounts = await watch.beginRound(at: startedAt)
            let extent = await read(accounts)
            // One that was cut off has not ended: what it has not come to waits for the next.
            guard !Task.isCancelled else { return }
            await watch.endRound(extent, at: time.uptime)
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
            } catch  where !error.saysAccountIsMissing {
                await watch.record(error)
                failuresInARow += 1
            } catch {}
        }
    }

    /// Reads the accounts of a round.
    private func read(_ accounts: [AccountID]) async -> RoundExtent {
        var failuresInARow = 0
        var answers = 0
        var hasFailures = false
        for account in accounts {
            while await watch.whyProxyIsAway != nil, !Task.isCancelled { await pause(for: backOff.longest) }
            guard await takesPart(of: accounts.count), !Task.isCancelled else { return .nothing }
            do throws(AdminError) {
                try await details.read(account)
                failuresInARow = 0
                answers += 1
            } catch {
                hasFailures = true
                // Deleted since, or the database is away: the list sweeps tell which.
                if !error.saysAccountIsMissing, !Task.isCancelled {
                    await watch.record(error)
                    failuresInARow += 1
                    let retryAfter = min(error.retryAfter ?? .zero, BackOff.longestRetryAfter)
                    await pause(
                        for: max(retryAfter, backOff.rest(afterFailures: failuresInARow, interval: interval)))
                }
            }
            let pace = Published(Pace(share: await watch.round.pacedShare))
            await Pacing(pace: pace, meter: meter, time: time).rest()
        }
        if hasFailures { return answers > 0 ? .partial : .nothing }
        return answers > 0 || accounts.isEmpty ? .whole : .nothing
    }

    /// Leaves the proxy alone; how old accounts may become does not count on the round meanwhile.
    private func pause(for duration: Duration) async {
        await watch.pauseRound(at: time.uptime)
        try? await time.sleep(for: duration)
        await watch.resumeRound(at: time.uptime)
    }

    /// Whether the round is short enough, judged by all single reads so far, those near their limits included.
    private func takesPart(of count: Int) async -> Bool {
        guard mode == .auto, let cost = await watch.meanTimeOfSingleReads else { return true }
        let estimate = Duration.seconds(cost.seconds * Double(count) / (await watch.round.pacedShare))
        let isLeftOut = await watch.round.isTooLong(estimate)
        if await watch.leaveRoundOut(isLeftOut, at: time.uptime) {
            log(isLeftOut ? .roundLeftOut(accounts: count, estimate: estimate) : .roundTakenUp(accounts: count))
        }
        return !isLeftOut
    }
}
