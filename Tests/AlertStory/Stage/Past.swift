import Budgets
import Persistence
import Threading

/// What the exporter has watched before the story begins, as its state file keeps it: forecasts rest on hours and days, and
/// nobody waits for these.
struct Past: Sendable {
    /// An account that has spent evenly, and was looked at as often as the exporter does.
    struct Account: Sendable {
        var id: AccountID
        /// Now.
        var spend: Double
        var usdPerSecond: Double
        var budget: Budget
    }

    var accounts: [Account]
    var length: Duration
    var interval: Duration

    /// - Parameter proxy: The URL of the proxy that the accounts are at.
    func write(to path: String, of proxy: String, before now: Timestamp) async throws {
        guard
            case .opened(let store, _, _) = await LedgerStore.open(
                LedgerFile(path: path, proxy: proxy), time: SystemTime())
        else { throw Division.Failure(description: "\(path) cannot be used as a state file") }
        let count = Int(length.seconds / interval.seconds)
        var looks: [RecordedLook] = []
        for step in 0...count {
            let age = interval * (count - step)
            for account in accounts where step == 0 || account.usdPerSecond > 0 {
                let spend = USD(account.spend - account.usdPerSecond * age.seconds)
                looks.append(
                    RecordedLook(
                        number: looks.count + 1, account: account.id, time: now - age,
                        since: step == 0 ? nil : now - age - interval, spend: spend,
                        totalSpend: account.id.kind == .key ? spend : nil, limit: account.budget.limit,
                        resetsAt: account.budget.resetsAt))
            }
        }
        let kinds = Set(accounts.map(\.id.kind))
        _ = await store.append(looks, lookedAt: Dictionary(uniqueKeysWithValues: kinds.map { ($0, now) }))
        await store.close()
    }
}
