import Budgets
import LiteLLMAdmin
import Threading

/// All providers with budgets, from `/provider/budgets`.
struct ProviderList: UnpagedList {
    let api: AdminAPI
    let time: any TimeSource

    var source: SourceID { .providers }
    var toleratedUnavailability: Set<Unavailability> { [.notConfigured, .routeMissing] }

    func read(into sweep: inout Sweep) async throws(AdminError) {
        let providers = try await api.providers()
        let (uptime, now) = (sweep.startedAt, time.now())
        for (name, row) in providers {
            if let row {
                sweep.take(AccountReading(row, name: name, now: now), at: uptime)
            } else {
                sweep.reject(.badElement)
            }
        }
    }
}
