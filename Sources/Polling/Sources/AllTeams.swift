import Budgets
import LiteLLMAdmin
import Threading

/// All teams, in whichever way the proxy lists them.
struct AllTeams: Source {
    let pages: ListSource<TeamList>
    let atOnce: UnpagedSource<TeamsAtOnce>
    let dialect: ProxyDialect
    let time: any TimeSource

    var id: SourceID { .teams }

    func sweep(_ pacing: Pacing) async -> Sweep {
        if await dialect.lacks(.teamPages, at: time.uptime.sinceOrigin) { return await atOnce.sweep(pacing) }
        let sweep = await pages.sweep(pacing)
        switch sweep.outcome {
        case .failed(let error) where error.isFromOlderProxy:
            let older = await atOnce.sweep(pacing)
            switch older.outcome {
            // Neither is there: this is no LiteLLM, or not its base URL.
            case .failed(let error) where error.isFromOlderProxy: return sweep
            case .failed: return older
            case .complete, .incomplete, .unavailable: return await remember(older)
            }
        case .complete where !sweep.hasRows && sweep.badRows.isEmpty:
            return await withoutBlindness(sweep, pacing)
        case .complete:
            await dialect.findOut(.teamPages, isLacking: false, at: time.uptime.sinceOrigin)
            return sweep
        case .incomplete, .failed, .unavailable:
            return sweep
        }
    }

    func verdict(on id: String) async -> Verdict {
        await pages.verdict(on: id)
    }

    /// Before LiteLLM 1.82 its pages show no team to anyone but a full administrator, so that none is no proof.
    private func withoutBlindness(_ empty: Sweep, _ pacing: Pacing) async -> Sweep {
        let older = await atOnce.sweep(pacing)
        switch older.outcome {
        case .complete where older.hasRows: return await remember(older)
        case .failed where await dialect.tellsVersion(): return older
        case .complete, .incomplete, .failed, .unavailable: return empty
        }
    }

    private func remember(_ sweep: Sweep) async -> Sweep {
        await dialect.findOut(.teamPages, isLacking: true, at: time.uptime.sinceOrigin)
        return sweep
    }
}
