import Budgets
import LiteLLMAdmin
import Threading

/// All keys of a proxy that lists only their hashes: each is read on its own, at the sweep's pace.
struct KeysByHash: Source {
    let keys: KeyList
    let watch: Watch
    let time: any TimeSource

    private static let mostFailuresInARow = 3

    var id: SourceID { .keys }

    func sweep(_ pacing: Pacing) async -> Sweep {
        var sweep = Sweep(.keys, absence: .isVerified, startedAt: time.uptime)
        if let error = await keys.prepare() { sweep.errors.append(error) }
        let errorsBefore = sweep.errors.count
        var walk = PageWalk()
        while true {
            switch walk.next() {
            case .ask(let request):
                do throws(AdminError) {
                    let page = try await keys.api.keyHashes(request)
                    await pacing.rest()
                    walk.answered(
                        request, ids: page.rows, rowCount: page.rows.count + page.badElements,
                        totalPages: page.totalPages)
                    sweep.reject(.badElement, count: page.badElements)
                    guard await read(page.rows, into: &sweep, pacing) else {
                        sweep.outcome = .incomplete
                        return sweep
                    }
                } catch {
                    walk.failed(request, error)
                }
            case .finished(let outcome):
                let lacksKeys = sweep.errors.count > errorsBefore
                sweep.conclude(walk, outcome, of: .keyList)
                if lacksKeys, sweep.outcome == .complete { sweep.outcome = .incomplete }
                return sweep
            }
        }
    }

    /// Reads keys one after the other; whether it came to the last, as after some failures in a row the proxy is ill.
    private func read(_ hashes: [String], into sweep: inout Sweep, _ pacing: Pacing) async -> Bool {
        var failuresInARow = 0
        for hash in hashes {
            let askedAt = time.uptime
            do throws(AdminError) {
                let row = try await keys.api.key(hash: hash)
                failuresInARow = 0
                if row.status != "deleted" {
                    sweep.teamKeys += keys.teamKeys(in: row)
                    sweep.take(keys.reading(of: row, id: hash, now: time.now()), at: askedAt)
                }
            } catch {
                // Deleted since it was listed: the sweep's own doubts tell.
                if !error.saysAccountIsMissing {
                    sweep.errors.append(error)
                    failuresInARow += 1
                }
            }
            // A sweep that takes its time must not keep what it has seen to itself.
            sweep.tally += await watch.observe(sweep.observations)
            sweep.observations = []
            guard failuresInARow < Self.mostFailuresInARow, !Task.isCancelled else { return false }
            await pacing.rest()
        }
        return true
    }
}
