import Budgets
import LiteLLMAdmin
import Threading

/// All organisations, from `/organization/list`, with the dates of their resets from `/budget/list`.
struct OrganizationList: UnpagedList {
    let api: AdminAPI
    let time: any TimeSource

    /// When budgets are reset, as last told: kept until then, so that one failed request does not make a date unknown.
    /// A lock, as a source is a value that its sweeps share.
    private let lastBudgets = Locked<[String: BudgetRow]>([:])

    var source: SourceID { .organizations }
    var toleratedUnavailability: Set<Unavailability> { [.licenceNeeded, .routeMissing] }

    func read(into sweep: inout Sweep) async throws(AdminError) {
        let page = try await api.organizations()
        var budgets: [String: BudgetRow] = [:]
        if page.rows.contains(where: { $0.budgetID != nil }) {
            do throws(AdminError) {
                for row in try await api.budgets().rows {
                    if let id = row.budgetID { budgets[id] = row }
                }
                let told = budgets
                lastBudgets.withLock { $0 = told }
            } catch {
                let now = time.now()
                budgets = lastBudgets.withLock { $0 }.filter { _, row in
                    row.budgetResetAt.flatMap(Timestamp.init(rfc3339:)).map { $0 > now } ?? false
                }
                // What there is to spend is known all the same, only not until when.
                sweep.errors.append(error)
                sweep.outcome = .incomplete
            }
        }
        sweep.take(page, at: sweep.startedAt) { AccountReading($0, budgets: budgets) }
    }
}
