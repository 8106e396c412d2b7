import FoundationEssentials

/// What LiteLLM complains about, recognised in an error body without ever repeating it.
///
/// The status decides how an error is treated; its `type` lies (a 404 is called `auth_error`), and the wording picks the
/// sentence for the operator. For a 404 it decides more: only one in LiteLLM's words says that an account is gone, so that
/// phrases which anything else may write do not belong to ``accountMissing``.
enum Complaint: CaseIterable {
    case accountMissing
    case databaseUnavailable
    case expiredKey
    case blockedKey
    case blockedTeam
    case unknownKey
    case malformedKey
    case noKey
    case roleTooLow
    case routeNotAllowed
    case managementRoutesDisabled
    case licenceNeeded
    case notConfigured
    case routeMissing
    case parametersMissing
    case masterKeyNeeded

    init?(body: [UInt8], status: Int) {
        guard let text = Self.message(in: body)?.lowercased() else { return nil }
        // What the web framework says of a path that it does not know; LiteLLM names what it has not found.
        if text == "not found" {
            self = .routeMissing
            return
        }
        // It repeats the id that was asked for, which can hold any words, and so comes before all others.
        let possible = status == 404 ? Self.allCases : Self.allCases.filter { $0 != .accountMissing }
        guard let complaint = possible.first(where: { $0.phrases.contains { text.contains($0) } }) else { return nil }
        self = complaint
    }

    private var phrases: [String] {
        switch self {
        case .accountMissing: ["key not found", "team not found", "user not found"]
        case .databaseUnavailable:
            [
                "no_db_connection", "no db connected", "no connected db", "database not connected",
                // What LiteLLM's database client says, and what it says once it has lost its own engine too.
                "can't reach database server", "all connection attempts failed",
            ]
        case .expiredKey: ["expired key"]
        case .blockedKey: ["key is blocked"]
        case .blockedTeam: ["is blocked"]
        case .unknownKey: ["unable to find token", "invalid proxy server token", "token_not_found"]
        case .malformedKey: ["malformed api key", "expected to start with 'sk-'"]
        case .noKey: ["no api key passed"]
        case .roleTooLow:
            [
                "only admin users can query", "only proxy admin", "admin-only", "not authorized to access",
                "not allowed to access this key", "can list users", "user not allowed to access this route",
            ]
        case .routeNotAllowed: ["not allowed to call this route"]
        case .managementRoutesDisabled: ["management routes are disabled"]
        case .licenceNeeded: ["enterprise"]
        case .notConfigured: ["no provider budget config found", "no llm_router found"]
        case .routeMissing: []
        case .parametersMissing: ["unsupported parameter"]
        case .masterKeyNeeded: ["only for master key"]
        }
    }

    /// The mend, as one clause.
    var advice: String {
        switch self {
        case .accountMissing: "LiteLLM does not know this account"
        case .databaseUnavailable: "LiteLLM cannot reach its database; nothing is read until it can"
        case .expiredKey: "the exporter's key has expired; make a new one"
        case .blockedKey: "the exporter's key is blocked; unblock it or make a new one"
        case .blockedTeam: "the team that the exporter's key belongs to is blocked; use a key that is in no team"
        case .unknownKey:
            "LiteLLM does not know the exporter's key; check that it belongs to this proxy and was not deleted"
        case .malformedKey: "the exporter's key does not look like one; LiteLLM's keys begin with sk-"
        case .noKey: "no key arrived; check the name of the key header (--litellm.key-header)"
        case .roleTooLow:
            "the role of the key's user is too low; make a key for a user with the role proxy_admin_viewer (see README)"
        case .routeNotAllowed: "the key's allowed_routes do not name this route; add it to them"
        case .managementRoutesDisabled:
            "management routes are switched off on this proxy instance; ask one that has them"
        case .licenceNeeded: "this needs LiteLLM Enterprise"
        case .notConfigured: "no budgets of providers are configured on this proxy"
        case .routeMissing: "this proxy does not know the route; is it LiteLLM, and new enough for it?"
        case .parametersMissing: "this proxy does not know all of the question; it is from before LiteLLM 1.61"
        case .masterKeyNeeded: "this version of LiteLLM tells it to nobody but the master key"
        }
    }

    /// The message inside any of LiteLLM's error shapes, its `type` included.
    private static func message(in body: [UInt8]) -> String? {
        guard body.count <= 1 << 16 else { return nil }
        guard let shape = try? JSONDecoder().decode(ErrorBody.self, from: Data(body)) else { return nil }
        let parts = [shape.error?.message?.text, shape.error?.type, shape.detail?.text].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

/// `{"error":{"message","type",…}}` or `{"detail":"…"}` or `{"detail":{"error":"…"}}`.
private struct ErrorBody: Decodable {
    struct Inner: Decodable {
        let message: Text?
        let type: String?
    }

    /// A text, or one inside an object, as `detail` often and `message` of old proxies sometimes is.
    struct Text: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            if let plain = try? decoder.singleValueContainer().decode(String.self) {
                text = plain
            } else {
                let members = try? decoder.singleValueContainer().decode([String: String].self)
                text = members?["error"] ?? members?["message"]
            }
        }
    }

    let error: Inner?
    let detail: Text?
}
