public import Budgets
import Hashing

/// How the ids of the accounts of a kind are shown, so that no two of them look alike: as they are, a key's hash perhaps
/// shortened, and what could be an address of a person as `sha256:` and the beginning of its hash.
struct ShownIDs: Sendable {
    static let hashMark = "sha256:"

    /// The hash of each id that is not shown as it is; empty for kinds whose ids always are.
    private let digests: [String?]
    /// Whether no other hash begins alike; empty for kinds without hashes.
    private let canBeShortened: [Bool]

    /// - Parameters:
    ///   - accounts: All of a kind, in the order of their ids.
    ///   - places: Where each of them stood in the last rendering, whose hashes are taken over.
    init(_ accounts: [Account], _ configuration: Renderer.Configuration, places: [Int?], in last: ShownIDs?) {
        let kind = accounts.first?.id.kind
        if let last, last.count == accounts.count, places.enumerated().allSatisfy({ $0 == $1 }) {
            self = last
        } else if let kind, Self.areUsers(kind) {
            digests = zip(accounts, places).map { account, place in
                if let last, let place { return last.digests[place] }
                return Self.isHashed(account.id.text, configuration) ? SHA256.hexDigest(account.id.text) : nil
            }
            canBeShortened = Self.uniqueness(of: digests, accounts, length: configuration.userHashLength)
        } else if kind == .key {
            digests = []
            canBeShortened = Self.uniqueness(ofKeys: accounts, length: configuration.keyHashLength)
        } else {
            (digests, canBeShortened) = ([], [])
        }
    }

    private var count: Int { canBeShortened.count }

    /// The text under which the account at a position is shown.
    func text(of id: AccountID, at position: Int, _ configuration: Renderer.Configuration) -> String {
        if id.kind == .key {
            return canBeShortened[position] ? String(id.text.prefix(configuration.keyHashLength)) : id.text
        }
        guard !digests.isEmpty, let digest = digests[position] else { return id.text }
        return Self.hashMark + (canBeShortened[position] ? digest.prefix(configuration.userHashLength) : digest[...])
    }

    /// Whether an id is shown in the same form as at another place; the ids themselves are the same.
    func hasSameForm(at position: Int, as last: ShownIDs, at place: Int) -> Bool {
        canBeShortened.isEmpty || canBeShortened[position] == last.canBeShortened[place]
    }

    /// How a user is named where the name need not be unique, as beside a key.
    static func text(ofUser id: String, _ configuration: Renderer.Configuration) -> String {
        isHashed(id, configuration) ? hashMark + SHA256.hexDigest(id).prefix(configuration.userHashLength) : id
    }

    fileprivate static func areUsers(_ kind: AccountKind) -> Bool {
        switch kind {
        case .user, .teamMember, .customer: true
        case .proxy, .team, .key, .organization, .provider: false
        }
    }

    /// An id that looks like a hash is hashed too, so that it cannot be taken for that of an address.
    ///
    /// Looks at bytes: in characters an `@` with an accent would be none.
    private static func isHashed(_ id: String, _ configuration: Renderer.Configuration) -> Bool {
        !configuration.showsEmailAddresses
            && (id.utf8.contains(UInt8(ascii: "@")) || id.utf8.starts(with: hashMark.utf8))
    }

    /// Whether no other id has a hash with the same beginning, among the members of the same team where they are members.
    private static func uniqueness(of digests: [String?], _ accounts: [Account], length: Int) -> [Bool] {
        var isUnique = [Bool](repeating: true, count: digests.count)
        var seen: [Substring: Int] = [:]
        var team: String?
        for (position, digest) in digests.enumerated() {
            let next = accounts[position].id.teamOfMember
            if !next.hasSameBytes(as: team) {
                team = next
                if !seen.isEmpty { seen = [:] }
            }
            guard let digest, let other = seen.updateValue(position, forKey: digest.prefix(length)) else { continue }
            isUnique[other] = false
            isUnique[position] = false
        }
        return isUnique
    }

    /// Whether no other key has a hash with the same beginning. Equal beginnings are neighbours in the order of ids.
    private static func uniqueness(ofKeys keys: [Account], length: Int) -> [Bool] {
        let beginnings = keys.map { $0.id.text.utf8.prefix(length) }
        return keys.indices.map { position in
            let isLikeBefore = position > 0 && beginnings[position - 1].elementsEqual(beginnings[position])
            let isLikeAfter =
                position + 1 < keys.count && beginnings[position + 1].elementsEqual(beginnings[position])
            return !isLikeBefore && !isLikeAfter
        }
    }
}

extension Renderer.Configuration {
    /// An id as it is shown beside others on a page, where two that begin alike may look the same.
    public func shownText(of id: AccountID) -> String {
        if id.kind == .key { return String(id.text.prefix(keyHashLength)) }
        return ShownIDs.areUsers(id.kind) ? ShownIDs.text(ofUser: id.text, self) : id.text
    }
}
