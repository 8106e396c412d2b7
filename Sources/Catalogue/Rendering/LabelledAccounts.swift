import Budgets
import Exposition

/// The accounts of a kind in the order of the page, with the labels of each rendered once for all families.
struct LabelledAccounts: Sendable {
    static let modelLabel = "model"
    static let windowLabel = "budget_duration"

    let accounts: [Account]
    private let aliasesOfTeams: [String?]
    private let shownIDs: ShownIDs
    let labels: RenderedLabels
    /// Whether the account at the same position of the last rendering was the same and had the same labels.
    private let isAsBefore: [Bool]
    /// Whether nothing at all of it has changed.
    private let isUntouched: [Bool]

    var count: Int { accounts.count }

    /// - Parameters:
    ///   - accounts: In the order of their ids.
    ///   - aliases: To name the teams of keys and members.
    ///   - last: The accounts of the last rendering, whose labels are taken over where they are the same.
    init(
        _ accounts: [Account], aliasesOfTeams aliases: [AccountID: String], _ configuration: Renderer.Configuration,
        after last: LabelledAccounts?
    ) {
        let aliasesOfTeams = accounts.map { account in account.team.flatMap { aliases[.team($0)] } }
        let isUntouched = accounts.areStored(with: last?.accounts ?? [])
        let places = Self.places(of: accounts, in: last?.accounts ?? [], isUntouched)
        let shownIDs = ShownIDs(accounts, configuration, places: places, in: last?.shownIDs)
        var isAsBefore: [Bool] = []
        isAsBefore.reserveCapacity(accounts.count)
        var kept: [Int?] = []
        kept.reserveCapacity(accounts.count)
        for position in accounts.indices {
            var place = places[position]
            if let last, let old = place {
                let hasSameLabels =
                    shownIDs.hasSameForm(at: position, as: last.shownIDs, at: old)
                    && aliasesOfTeams[position].hasSameBytes(as: last.aliasesOfTeams[old])
                    && (isUntouched[position]
                        || accounts[position].hasSameLabels(as: last.accounts[old], configuration))
                if !hasSameLabels { place = nil }
            }
            kept.append(place)
            isAsBefore.append(place == position)
        }
        if let last, last.count == accounts.count, isAsBefore.allSatisfy({ $0 }) {
            labels = last.labels
        } else {
            var labels = RenderedLabels(capacity: accounts.count)
            for (position, account) in accounts.enumerated() {
                if let last, let place = kept[position] {
                    labels.append(last.labels, at: place)
                } else {
                    let id = shownIDs.text(of: account.id, at: position, configuration)
                    labels.append(
                        AccountLabels(of: account, shownAs: id, teamAlias: aliasesOfTeams[position], configuration),
                        of: account)
                }
            }
            self.labels = labels
        }
        self.accounts = accounts
        self.aliasesOfTeams = aliasesOfTeams
        self.shownIDs = shownIDs
        self.isAsBefore = isAsBefore
        self.isUntouched = isUntouched
    }

    /// What is different for the account at a position since the last rendering.
    func changes(at position: Int, after last: LabelledAccounts) -> Aspects {
        guard isAsBefore[position] else { return .all }
        if isUntouched[position] { return [] }
        return Aspects(between: last.accounts[position], and: accounts[position])
    }

    /// Where each account stood in the last rendering; nil for one that was not there.
    private static func places(of accounts: [Account], in last: [Account], _ isUntouched: [Bool]) -> [Int?] {
        var place = 0
        return accounts.indices.map { position in
            if place <= position, isUntouched[position] {
                place = position + 1
                return position
            }
            let id = accounts[position].id
            while place < last.count {
                let other = last[place].id
                if other == id { return place }
                guard other < id else { return nil }
                place += 1
            }
            return nil
        }
    }
}

extension Account {
    /// The team that a key or a member belongs to.
    fileprivate var team: String? {
        identity.teamID ?? id.teamOfMember
    }

    /// Whether everything that becomes a label is the same, but for the id and the alias of the team.
    fileprivate func hasSameLabels(as last: Account, _ configuration: Renderer.Configuration) -> Bool {
        let (identity, other) = (identity, last.identity)
        return identity.alias.hasSameBytes(as: other.alias)
            && identity.teamID.hasSameBytes(as: other.teamID)
            && identity.organizationID.hasSameBytes(as: other.organizationID)
            && identity.userID.hasSameBytes(as: other.userID)
            && budget.duration.hasSameBytes(as: last.budget.duration)
            && configuration.metadataLabels.allSatisfy {
                identity.metadata[$0.member].hasSameBytes(as: other.metadata[$0.member])
            }
            && modelBudgets.elementsEqual(last.modelBudgets) { $0.model.utf8.elementsEqual($1.model.utf8) }
            && windows.elementsEqual(last.windows) { $0.duration.utf8.elementsEqual($1.duration.utf8) }
    }
}
