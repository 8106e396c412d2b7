import Budgets
import LiteLLMAdmin
import Threading

/// Sweeps a paged list.
struct ListSource<List: AccountList>: Source {
    let list: List
    let watch: Watch
    let time: any TimeSource

    var id: SourceID { list.source }

    func sweep(_ pacing: Pacing) async -> Sweep {
        var sweep = Sweep(id, absence: list.absence, startedAt: time.uptime)
        if let error = await list.prepare() { sweep.errors.append(error) }
        var walk = PageWalk(knownBadRows: await watch.badRows(of: id, at: time.uptime))
        var lastIDs: Set<String> = []
        while true {
            switch walk.next() {
            case .ask(let request):
                let askedAt = time.uptime
                do throws(AdminError) {
                    let page = try await list.page(request)
                    walk.answered(
                        request, ids: page.rows.compactMap(list.id(of:)),
                        rowCount: page.rows.count + page.badElements, totalPages: page.totalPages)
                    take(page, askedFor: askedAt, after: &lastIDs, into: &sweep)
                    if pacing.hasRests {
                        // A sweep that takes its time must not keep what it has seen to itself.
                        sweep.tally += await watch.observe(sweep.observations)
                        sweep.observations = []
                    }
                    await pacing.rest()
                } catch {
                    walk.failed(request, error)
                }
                // A page decodes in milliseconds, and the pool has as many threads as the machine has cores.
                await Task.yield()
            case .finished(let outcome):
                sweep.conclude(walk, outcome, of: list.endpoint)
                return sweep
            }
        }
    }

    func verdict(on id: String) async -> Verdict {
        await list.verdict(on: id)
    }

    /// - Parameter lastIDs: Those of the page before: a row that is listed twice is so on one page or on two in a row.
    private func take(
        _ page: Page<List.Row>, askedFor askedAt: Uptime, after lastIDs: inout Set<String>, into sweep: inout Sweep
    ) {
        var ids: Set<String> = []
        sweep.hasRows = sweep.hasRows || page.rows.count + page.badElements > 0
        sweep.reject(.badElement, count: page.badElements)
        let now = time.now()
        for row in page.rows {
            guard let rowID = list.id(of: row) else {
                sweep.reject(.badElement)
                continue
            }
            if ids.insert(rowID).inserted, !lastIDs.contains(rowID) { sweep.teamKeys += list.teamKeys(in: row) }
            sweep.take(list.reading(of: row, id: rowID, now: now), at: askedAt)
        }
        lastIDs = ids
    }
}

extension Sweep {
    /// Takes the end of the walk over all pages.
    mutating func conclude(_ walk: PageWalk, _ walkOutcome: PageWalk.Outcome, of endpoint: Endpoint) {
        errors += walk.errors
        if walk.repeatsPages {
            errors.append(
                AdminError(
                    endpoint, .badResponse, status: 200,
                    explanation:
                        "each page holds the same rows; something in front of LiteLLM drops the query, so set the "
                        + "URL to where LiteLLM itself answers"))
        }
        badRows = walk.badRows
        reject(.badRow, count: walk.badRows.count)
        switch walkOutcome {
        case .complete: outcome = .complete
        case .incomplete: outcome = .incomplete
        case .failed:
            // A walk fails by an error; the last one is what the proxy says now.
            guard let error = walk.errors.last else { preconditionFailure("a walk failed without an error") }
            outcome = .failed(error)
        }
    }
}
