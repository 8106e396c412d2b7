/// One page of a list.
public struct Page<Row: Sendable>: Sendable {
    public var rows: [Row]
    /// Elements that could not be understood.
    public var badElements: Int
    /// How many pages the proxy says there are; moves while rows come and go.
    public var totalPages: Int?

    public init(rows: [Row], badElements: Int = 0, totalPages: Int?) {
        self.rows = rows
        self.badElements = badElements
        self.totalPages = totalPages
    }
}

extension Page {
    init(_ elements: [Lossy<Row>], totalPages: Int?) where Row: Decodable {
        let rows = elements.compactMap(\.row)
        self.init(rows: rows, badElements: elements.count - rows.count, totalPages: totalPages)
    }
}

/// `/v2/team/list`.
struct TeamListBody: Decodable, Sendable {
    let teams: [Lossy<TeamRow>]
    let totalPages: Int?

    enum CodingKeys: String, CodingKey {
        case teams
        case totalPages = "total_pages"
    }
}

/// `/key/list`, of whole keys or of their hashes.
struct KeyListBody: Decodable, Sendable {
    enum Element: Decodable, Sendable {
        case row(KeyRow)
        case hash(String)
        case notUnderstood

        init(from decoder: any Decoder) {
            if let row = try? KeyRow(from: decoder) {
                self = .row(row)
            } else if let text = try? decoder.singleValueContainer().decode(String.self), KeyHash.isHash(text) {
                self = .hash(text)
            } else {
                self = .notUnderstood
            }
        }

        var row: KeyRow? {
            if case .row(let row) = self { row } else { nil }
        }

        var hash: String? {
            if case .hash(let hash) = self { hash } else { nil }
        }
    }

    let keys: [Element]
    let totalPages: Int?

    enum CodingKeys: String, CodingKey {
        case keys
        case totalPages = "total_pages"
    }
}

/// `/user/list`.
struct UserListBody: Decodable, Sendable {
    let users: [Lossy<UserRow>]
    let totalPages: Int?

    enum CodingKeys: String, CodingKey {
        case users
        case totalPages = "total_pages"
    }
}

/// `/provider/budgets`.
struct ProviderBudgetsBody: Decodable, Sendable {
    let providers: [String: Lossy<ProviderRow>]
}

/// `/key/info`.
struct KeyInfoBody: Decodable, Sendable {
    /// What was asked for; the key's hash when the question named none.
    let key: String?
    let info: KeyRow

    /// Whether it can be the answer about the key with this hash: it names that one, or none by its hash.
    func mayBe(about hash: String) -> Bool {
        let named = [key, info.token].compactMap(\.self).first(where: KeyHash.isHash)
        return named.map { $0 == hash } ?? true
    }
}

/// `/health/readiness`.
struct ReadinessBody: Decodable, Sendable {
    let db: String?
    let version: String?

    enum CodingKeys: String, CodingKey {
        case db
        case version = "litellm_version"
    }
}
