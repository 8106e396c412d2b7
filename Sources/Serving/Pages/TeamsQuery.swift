/// Which teams a reader wants to see, and in what order: the query of the page's address.
struct TeamsQuery: Hashable, Sendable {
    /// A part of an alias or id, or a pattern with `*` and `?`; empty for all.
    var search = ""
    var order = TeamOrder.trouble
    /// Whether the order is turned around.
    var isReversed = false
    /// From 1.
    var page = 1

    /// Aliases are shorter, and each team is held against it.
    private static let longestSearch = 256

    init() {}

    /// What cannot be understood is passed over: an address that somebody mangled still shows teams.
    init(_ query: String?) {
        for parameter in (query ?? "").split(separator: "&") {
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let value = String(percentEncoded: parts[1], plusIsBlank: true) else { continue }
            switch parts[0] {
            case "q": search = String(value.trimmed.prefix(Self.longestSearch))
            case "sort":
                guard let order = TeamOrder(rawValue: value.hasPrefix("-") ? String(value.dropFirst()) : value) else {
                    continue
                }
                self.order = order
                isReversed = value.hasPrefix("-")
            case "page": page = Int(value).map { max(1, $0) } ?? 1
            default: continue
            }
        }
    }

    /// As it is written in an address, with its question mark; without what goes without saying.
    var text: String {
        var parameters: [String] = []
        if !search.isEmpty { parameters.append("q=" + search.percentEncoded) }
        if order != .trouble || isReversed { parameters.append("sort=" + sort) }
        if page > 1 { parameters.append("page=\(page)") }
        return parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&")
    }

    /// The value of the parameter `sort`.
    var sort: String { (isReversed ? "-" : "") + order.rawValue }

    /// The same teams by a column; by the column that they are in the order of already, the other way around.
    func sorted(by order: TeamOrder) -> TeamsQuery {
        var query = self
        query.page = 1
        query.isReversed = order == self.order && !isReversed
        query.order = order
        return query
    }

    func at(page: Int) -> TeamsQuery {
        var query = self
        query.page = page
        return query
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
