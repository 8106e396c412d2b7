import Budgets
import Threading

/// How old what is known may become.
extension Watch {
    /// Staleness follows an interval that the proxy's slowness has stretched.
    private static let intervalsUntilStale = 3

    /// Leaves out what has become too old.
    func expire(at uptime: Uptime) {
        inventory.expire(at: uptime) { longestAge($0, at: uptime) }
        // Members count where they are read; what nobody reads any more would stay unknown for ever.
        if round.isLeftOut { inventory.missFaded(kinds(of: .details), since: uptime, isProof: true) }
    }

    /// Notes for a restart that a source has looked at all that it tells of.
    func noteWholeLook(by source: SourceID, since uptime: Uptime) {
        let kinds = kinds(of: source)
        kinds.forEach { earlierAges[$0] = nil }
        guard let start = moment(at: uptime) else { return }
        ledgers.noteWholeLook(at: kinds, since: start)
    }

    /// Where accounts of this kind are seen.
    func source(of kind: AccountKind) -> SourceID {
        // Where no lists are read, members come with their teams.
        kind == .teamMember && configuration.mode != .discover ? .teams : kind.source
    }

    /// The kinds of account that are seen there.
    func kinds(of source: SourceID) -> [AccountKind] {
        AccountKind.allCases.filter { self.source(of: $0) == source }
    }

    /// How often accounts of this kind are looked at.
    func interval(of kind: AccountKind) -> Duration {
        let source = source(of: kind)
        let interval = statuses[source]?.interval ?? .zero
        return source == .details ? max(interval, round.lastDuration ?? .zero) : interval
    }

    /// How long an account of this kind may go unobserved. A sweep under way may rest long before it comes to an account,
    /// so that its time does not count.
    func longestAge(_ kind: AccountKind, at uptime: Uptime) -> Duration {
        max(configuration.staleAfter, leastAge(kind)) + timeUnderWay(kind, at: uptime)
    }

    /// How long an account goes unobserved by the sweeps' own pace.
    func leastAge(_ kind: AccountKind) -> Duration {
        max(interval(of: kind) * Self.intervalsUntilStale, earlierAges[kind] ?? .zero)
    }

    /// For how long a sweep has been looking at accounts of this kind, with what was cut off before it.
    private func timeUnderWay(_ kind: AccountKind, at uptime: Uptime) -> Duration {
        let source = source(of: kind)
        let most = max(configuration.staleAfter, leastAge(kind))
        if source == .details { return round.timeUnderWay(at: uptime, mostAfterCutOff: most) }
        let present = sweepStarts[source].map { max(uptime - $0, .zero) } ?? .zero
        guard let startedAt = cutOffStarts[source] else { return present }
        // Reloads that let no sweep come to its end must not keep old numbers for ever.
        return present + min(max(uptime - startedAt - present, .zero), (longestCutOffs[source] ?? .zero) + most)
    }
}
