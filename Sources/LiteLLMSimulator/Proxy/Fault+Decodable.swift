extension Fault: Decodable {
    /// A fault as JSON: an object with `effect`, what that effect needs, and optionally `routes`, `pages` and `times`.
    /// `{"effect":"status","status":503,"routes":["/v2/team/list"]}`, `{"effect":"database-outage"}`.
    ///
    /// - Throws: a `DecodingError`, also for a member that no fault has.
    public init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if let name = names.first(where: { Key(rawValue: $0) == nil }) {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a fault has no '\(name)'"))
        }
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            try Self.effect(in: container),
            routes: try container.decodeIfPresent(Set<String>.self, forKey: .routes),
            pages: try container.decodeIfPresent(Set<Int>.self, forKey: .pages),
            times: try container.decodeIfPresent(Int.self, forKey: .times))
    }

    /// The effects by name, each with the members that it needs.
    public static let jsonEffects =
        "status (status, body), database-outage, slow (seconds), hanging, truncated (bytes), login-page, "
        + "too-many-requests (retry_after), redirect (location), dropped-connection, null-spend, wrong-types, "
        + "bad-row (team_id)"

    private enum Key: String, CodingKey {
        case effect, routes, pages, times, status, body, seconds, bytes, location
        case retryAfter = "retry_after"
        case teamID = "team_id"
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func effect(in container: KeyedDecodingContainer<Key>) throws -> Effect {
        switch try container.decode(String.self, forKey: .effect) {
        case "status":
            let status = try container.decode(Int.self, forKey: .status)
            let body = try container.decodeIfPresent(String.self, forKey: .body)
            return body.map { .status(status, body: $0) } ?? .status(status)
        case "database-outage": return .databaseOutage
        case "slow": return .slow(seconds: try container.decode(Double.self, forKey: .seconds))
        case "hanging": return .hanging
        case "truncated": return .truncated(afterBytes: try container.decode(Int.self, forKey: .bytes))
        case "login-page": return .loginPage
        case "too-many-requests":
            return .tooManyRequests(retryAfter: try container.decodeIfPresent(String.self, forKey: .retryAfter))
        case "redirect": return .redirect(location: try container.decode(String.self, forKey: .location))
        case "dropped-connection": return .droppedConnection
        case "null-spend": return .distorted(.nullSpend)
        case "wrong-types": return .distorted(.wrongTypes)
        case "bad-row": return .distorted(.badRow(teamID: try container.decode(String.self, forKey: .teamID)))
        case let name:
            throw DecodingError.dataCorruptedError(
                forKey: .effect, in: container, debugDescription: "there is no effect '\(name)'")
        }
    }
}
