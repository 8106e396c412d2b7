import Budgets
import LiteLLMAdmin
import Threading

/// All keys by pages of whole keys, from `/key/list`.
struct KeyList: AccountList {
    let api: AdminAPI
    let filter: AccountFilter
    let watch: Watch
    let time: any TimeSource

    var source: SourceID { .keys }
    var endpoint: Endpoint { .keyList }

    /// The exporter's own key is asked for first, as it is no account to be shown, and to know when it expires.
    func prepare() async -> AdminError? {
        await OwnKeyReading(api: api, watch: watch).run()
    }

    func page(_ request: PageRequest) async throws(AdminError) -> Page<KeyRow> {
        try await api.keys(request)
    }

    func id(of row: KeyRow) -> String? { row.token }

    func reading(of row: KeyRow, id: String, now: Timestamp) -> AccountReading {
        AccountReading(row, hash: id, filter: filter, now: now)
    }

    func teamKeys(in row: KeyRow) -> Int { row.teamID == nil ? 0 : 1 }

    func verdict(on id: String) async -> Verdict {
        let askedAt = time.uptime
        do throws(AdminError) {
            let row = try await api.key(hash: id)
            return row.status == "deleted"
                ? Verdict(.gone) : Verdict(reading(of: row, id: id, now: time.now()), at: askedAt)
        } catch {
            switch error.reason {
            case _ where error.saysAccountIsMissing: return Verdict(.gone)
            case .forbidden: return Verdict(.hidden, errors: [error])
            default: return Verdict(.unknown, errors: [error])
            }
        }
    }
}
