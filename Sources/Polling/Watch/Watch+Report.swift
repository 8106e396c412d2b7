import Budgets
public import Threading

extension Watch {
    /// Everything that is known now, with what has become too old left out.
    public func report(at uptime: Uptime, _ now: Timestamp) -> Report {
        expire(at: uptime)
        var report = Report(time: now, uptime: uptime)
        inventory.assessHeadroom()
        ledgers.expire(at: uptime)
        ledgers.beginTelling(at: uptime)
        let accounts = inventory.accounts()
        let byKind = Dictionary(grouping: accounts, by: \.kind)
        for kind in configuration.kinds {
            let known = byKind[kind] ?? []
            if kind != .teamMember { statuses[kind.source]?.accounts = known.count }
            if kind == .team { report.aliasesOfTeams = inventory.aliasesOfTeams() }
            guard let (chosen, dropped) = shown[kind]?.choose(from: known) else { continue }
            // Of the proxy and of providers there are only as many as its configuration names.
            if kind != .proxy, kind != .provider { report.dropped[kind] = dropped }
            report.accounts[kind] = withHistory(chosen, of: kind, at: uptime)
        }
        statuses[.details]?.accounts = accounts.count(where: \.isHot)
        report.detailsRound = round.lastDuration
        report.stateIsUp = stateIsUp
        report.sources = statuses.values.sorted { $0.source < $1.source }
        report.discoverySource = configuration.discoverySource
        report.upstream = upstream
        let discovery = statuses[configuration.discoverySource]
        report.proxyIsUp = discovery?.isUp ?? false
        report.isReady = discovery?.lastSuccess != nil
        report.clockSkew = clockSkew
        report.ownKeyExpiry = ownKey.expiresAt
        report.nextExpiry = inventory.nextExpiry { longestAge($0, at: uptime) }
        return report
    }

    private func withHistory(_ accounts: [Account], of kind: AccountKind, at uptime: Uptime) -> [Account] {
        guard var moment = moment(at: uptime) else { return accounts }
        moment.now = moment.now - skew
        let interval = interval(of: kind)
        return accounts.map { account in
            ledgers.news(of: account, effectiveInterval: interval, at: moment)
                .flatMap { inventory.attach($0, to: account.id) } ?? account
        }
    }
}
