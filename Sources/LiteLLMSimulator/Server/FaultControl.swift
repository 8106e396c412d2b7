import FoundationEssentials

/// `POST /simulator/faults` adds a fault, `DELETE` removes all of them.
///
/// A fault is an object with `effect` and what that effect needs, and optionally `routes`, `pages`, `times`:
/// `{"effect":"status","status":503,"routes":["/v2/team/list"]}`, `{"effect":"database-outage"}`.
struct FaultControl {
    static let path = "/simulator/faults"

    let proxy: SimulatedProxy

    func respond(method: String, body: [UInt8]) async -> SimulatedResponse {
        switch method {
        case "POST":
            guard let order = try? JSONDecoder().decode(Order.self, from: Data(body)), let fault = order.fault else {
                return .json(
                    400,
                    "Expected an effect with its member: status (status, body), database-outage, slow (seconds), "
                        + "hanging, truncated (bytes), login-page, too-many-requests (retry_after), "
                        + "redirect (location), null-spend, wrong-types, bad-row (team_id)")
            }
            await proxy.inject(fault)
            return SimulatedResponse(status: 204)
        case "DELETE":
            await proxy.clearFaults()
            return SimulatedResponse(status: 204)
        default:
            return SimulatedResponse(status: 405, headers: [("allow", "POST, DELETE"), ("content-length", "0")])
        }
    }

    private struct Order: Decodable {
        var effect: String
        var routes: Set<String>?
        var pages: Set<Int>?
        var times: Int?
        var status: Int?
        var body: String?
        var seconds: Double?
        var bytes: Int?
        var retryAfter: String?
        var location: String?
        var teamID: String?

        enum CodingKeys: String, CodingKey {
            case effect, routes, pages, times, status, body, seconds, bytes, location
            case retryAfter = "retry_after"
            case teamID = "team_id"
        }

        var fault: Fault? { kind.map { Fault($0, routes: routes, pages: pages, times: times) } }

        private var kind: Fault.Effect? {
            switch effect {
            case "status": status.map { code in body.map { .status(code, body: $0) } ?? .status(code) }
            case "database-outage": .databaseOutage
            case "slow": seconds.map { .slow(seconds: $0) }
            case "hanging": .hanging
            case "truncated": bytes.map { .truncated(afterBytes: $0) }
            case "login-page": .loginPage
            case "too-many-requests": .tooManyRequests(retryAfter: retryAfter)
            case "redirect": location.map { .redirect(location: $0) }
            case "null-spend": .distorted(.nullSpend)
            case "wrong-types": .distorted(.wrongTypes)
            case "bad-row": teamID.map { .distorted(.badRow(teamID: $0)) }
            default: nil
            }
        }
    }
}
