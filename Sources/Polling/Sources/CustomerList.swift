import Budgets
import LiteLLMAdmin
import Threading

/// All customers, from `/customer/list`.
struct CustomerList: UnpagedList {
    let api: AdminAPI
    let time: any TimeSource

    var source: SourceID { .customers }
    var toleratedUnavailability: Set<Unavailability> { [.routeMissing] }

    func read(into sweep: inout Sweep) async throws(AdminError) {
        let page = try await api.customers()
        sweep.take(page, at: sweep.startedAt) { AccountReading($0) }
    }
}
