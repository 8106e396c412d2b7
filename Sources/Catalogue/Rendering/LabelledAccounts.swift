import Budgets
import Exposition

/// The accounts of a kind in the order of the page, with the labels of each rendered once for all families.
struct LabelledAccounts: Sendable {
    /// Aliases and metadata are cut to this many bytes: an alias that somebody made long must not fail the scrape of all.
    static let longestValue = 256

    let accounts: [Account]
    private let aliasesOfTeams: [String?]
    private let shortenedHashIsUnique: [Bool]
    private var identity: [LabelBlock] = []
    private var litellm: [LabelBlock] = []
    private var descriptions: [LabelBlock] = []

    var count: Int { accounts.count }

    /// - Parameters:
    ///   - accounts: In the order of their ids.
    ///   - aliases: To name the teams of keys.
    ///   - last: The accounts of the last rendering, whose labels are taken over where they are the same.
    init(
        _ accounts: [Account], aliasesOfTeams aliases: [AccountID: String], _ configuration: Renderer.Configuration,
        after last: LabelledAccounts?
    ) {
        self.accounts = accounts
        aliasesOfTeams = accounts.map { account in account.identity.teamID.flatMap { aliases[.team($0)] } }
        shortenedHashIsUnique = Self.uniqueness(of: accounts, length: configuration.keyHashLength)
        identity.reserveCapacity(accounts.count)
        litellm.reserveCapacity(accounts.count)
        descriptions.reserveCapacity(accounts.count)
        for position in accounts.indices {
            if let last, position < last.count, hasSameLabels(at: position, as: last) {
                identity.append(last.identity[position])
                litellm.append(last.litellm[position])
                descriptions.append(last.descriptions[position])
            } else {
                appendLabels(at: position, configuration)
            }
        }
    }

    func labels(_ labels: AccountFamily.Labels, at position: Int) -> LabelBlock {
        switch labels {
        case .identity: identity[position]
        case .litellm: litellm[position]
        case .description: descriptions[position]
        }
    }

    /// What is different for the account at a position since the last rendering.
    func changes(at position: Int, after last: LabelledAccounts) -> Aspects {
        guard hasSameLabels(at: position, as: last) else { return .all }
        return Aspects(between: last.accounts[position], and: accounts[position])
    }

    private func hasSameLabels(at position: Int, as last: LabelledAccounts) -> Bool {
        let (new, old) = (accounts[position], last.accounts[position])
        return new.id == old.id && new.identity == old.identity && new.budget.duration == old.budget.duration
            && aliasesOfTeams[position] == last.aliasesOfTeams[position]
            && shortenedHashIsUnique[position] == last.shortenedHashIsUnique[position]
    }

    private mutating func appendLabels(at position: Int, _ configuration: Renderer.Configuration) {
        let account = accounts[position]
        let alias = (account.identity.alias ?? "").cut(toBytes: Self.longestValue)
        let own: [(name: String, value: String)]
        var known: [(name: String, value: String)] = []
        switch account.id {
        case .team(let id):
            own = [("team_id", id), ("team_alias", alias)]
            let names: [String] =
                switch configuration.teamLabel {
                case .teamID: ["team_id"]
                case .team: ["team"]
                case .both: ["team_id", "team"]
                }
            litellm.append(LabelBlock(names.map { ($0, id) } + [("team_alias", alias)]))
        case .key(let hash):
            let shown =
                shortenedHashIsUnique[position] ? String(hash.prefix(configuration.keyHashLength)) : hash
            let key = [(name: "hashed_api_key", value: shown), (name: "api_key_alias", value: alias)]
            own = key + [("team_id", text(account.identity.teamID))]
            known = [("team_alias", text(aliasesOfTeams[position])), ("user_id", userID(account.identity.userID))]
            litellm.append(LabelBlock(key))
        default: preconditionFailure("not shown yet")
        }
        known.append(("organization_id", text(account.identity.organizationID)))
        known.append(("budget_duration", text(account.budget.duration)))
        for label in configuration.metadataLabels {
            known.append((label.name, text(account.identity.metadata[label.member])))
        }
        let block = LabelBlock(own)
        identity.append(block)
        descriptions.append(block.adding(LabelBlock(known)))
    }

    private func text(_ value: String?) -> String {
        (value ?? "").cut(toBytes: Self.longestValue)
    }

    /// A user's id, unless it is an address of a person.
    private func userID(_ id: String?) -> String {
        guard let id, !id.contains("@") else { return "" }
        return text(id)
    }

    /// Whether no other account has an id with the same beginning. Equal beginnings are neighbours in the order of ids.
    private static func uniqueness(of accounts: [Account], length: Int) -> [Bool] {
        let beginnings = accounts.map { $0.id.text.utf8.prefix(length) }
        return accounts.indices.map { position in
            let isLikeBefore = position > 0 && beginnings[position - 1].elementsEqual(beginnings[position])
            let isLikeAfter =
                position + 1 < accounts.count && beginnings[position + 1].elementsEqual(beginnings[position])
            return !isLikeBefore && !isLikeAfter
        }
    }
}
