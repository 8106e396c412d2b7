import Budgets
import LiteLLMAdmin
import Threading

/// Reads accounts one by one, for what the lists do not tell: members of teams, spend by model and of windows.
struct AccountDetails: Sendable {
    let api: AdminAPI
    let teamFilter: AccountFilter
    let keyFilter: AccountFilter
    let members: WantedMembers
    let watch: Watch
    let time: any TimeSource

    /// Reads a team or a key and hands what it says to the watch. An account that is gone says nothing: whether it is
    /// removed is for the lists' sweeps to find out.
    @discardableResult
    func read(_ account: AccountID) async throws(AdminError) -> SweepTally {
        let reading: DetailsReading
        let askedAt = time.uptime
        switch account {
        case .team(let id):
            reading = DetailsReading(
                try await api.team(id: id), filter: teamFilter, members: members, now: time.now())
        case .key(let hash):
            let row = try await api.key(hash: hash)
            if row.status == "deleted" { return SweepTally() }
            reading = DetailsReading(row, hash: hash, filter: keyFilter, now: time.now())
        case .proxy, .teamMember, .user, .organization, .customer, .provider:
            return SweepTally()
        }
        guard case .account(let read) = reading.account else { return SweepTally() }
        var tally = await watch.observe([Observation(read, at: askedAt)])
        tally += await watch.observeMembers(reading, of: account, at: askedAt)
        return tally
    }
}
