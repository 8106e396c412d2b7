import Budgets
import LiteLLMAdmin
import Threading

/// Sweeps a list that comes in one answer.
struct UnpagedSource<List: UnpagedList>: Source {
    let list: List
    let time: any TimeSource

    var id: SourceID { list.source }

    func sweep(_ pacing: Pacing) async -> Sweep {
        var sweep = Sweep(id, absence: list.absence, startedAt: time.uptime)
        do throws(AdminError) {
            try await list.read(into: &sweep)
        } catch {
            if let unavailability = error.unavailability, list.toleratedUnavailability.contains(unavailability) {
                sweep.outcome = .unavailable(error)
            } else {
                sweep.fail(error)
            }
        }
        return sweep
    }
}

extension Sweep {
    /// Takes a page that is the whole list.
    mutating func take<Row>(
        _ page: Page<Row>, at uptime: Uptime, reading: (Row) -> AccountReading
    ) {
        hasRows = page.rows.count + page.badElements > 0
        reject(.badElement, count: page.badElements)
        for row in page.rows { take(reading(row), at: uptime) }
    }
}
