import Budgets
import LiteLLMAdmin
import Threading

/// All keys, in whichever way the proxy lists them.
struct AllKeys: Source {
    let whole: ListSource<KeyList>
    let byHash: KeysByHash
    let dialect: ProxyDialect
    let time: any TimeSource

    var id: SourceID { .keys }

    func sweep(_ pacing: Pacing) async -> Sweep {
        if await dialect.lacks(.wholeKeys, at: time.uptime.sinceOrigin) { return await byHash.sweep(pacing) }
        var sweep = await whole.sweep(pacing)
        switch sweep.outcome {
        case .failed(let error) where error.unavailability == .routeMissing:
            sweep.outcome = .unavailable(error)
            return sweep
        case .failed(let error) where error.isFromOlderProxy:
            let older = await byHash.sweep(pacing)
            if !older.hasFailed {
                await dialect.findOut(.wholeKeys, isLacking: true, at: time.uptime.sinceOrigin)
            }
            return older
        case .complete:
            await dialect.findOut(.wholeKeys, isLacking: false, at: time.uptime.sinceOrigin)
            return sweep
        case .incomplete, .failed, .unavailable:
            return sweep
        }
    }

    func verdict(on id: String) async -> Verdict {
        await whole.verdict(on: id)
    }
}
