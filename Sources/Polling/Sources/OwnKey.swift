import Budgets
import LiteLLMAdmin
import Threading

/// The one key that the exporter itself uses: all that a tenant's key may see of keys.
struct OwnKey: Source {
    let api: AdminAPI
    let watch: Watch
    let time: any TimeSource

    var id: SourceID { .keys }

    func sweep(_ pacing: Pacing) async -> Sweep {
        var sweep = Sweep(.keys, absence: .isRemoval, startedAt: time.uptime)
        do throws(AdminError) {
            let (hash, row) = try await api.ownKey()
            guard let hash else {
                throw AdminError(
                    .keyInfo, .badResponse, status: 200, explanation: "the answer does not name the key's hash")
            }
            await watch.recognizeOwnKey(hash: nil, expiresAt: row.expires.flatMap(Timestamp.init(rfc3339:)))
            sweep.take(
                AccountReading(row, hash: hash, filter: AccountFilter(), now: time.now()), at: sweep.startedAt)
        } catch {
            sweep.fail(error)
        }
        return sweep
    }
}
