@testable import LiteLLMSimulator

/// Saturday 2026-11-21T10:20:30Z.
let start = CivilTime(year: 2026, month: 11, day: 21).time + 10 * 3600 + 20 * 60 + 30

let masterKey = ProxySettings().masterKey

extension SimulatedProxy {
    /// The status and body of a GET with the master key.
    func get(_ target: String, key: String = masterKey) throws -> (status: Int, body: JSONTree) {
        let response = respond(to: .get(target, key: key))
        return (response.status, try JSONTree.parse(response.text))
    }

    /// All ids that a walk over the pages of `/v2/team/list` sees, in order.
    func walkTeams(pageSize: Int) throws -> [String] {
        var ids: [String] = []
        for page in 1...1000 {
            let (_, body) = try get("/v2/team/list?page=\(page)&page_size=\(pageSize)&sort_by=team_id&sort_order=asc")
            let teams = body["teams"].elements
            ids += teams.compactMap { $0["team_id"].string }
            if Double(page) >= body["total_pages"].number ?? 0 { break }
        }
        return ids
    }
}

/// Teams `t00`, `t01`, ..., each created a second after the one before.
func teams(_ count: Int) -> Population {
    Population(
        teams: (0..<count).map { number in
            SimulatedTeam(id: "t" + String(100 + number).dropFirst(), createdAt: start - 1000 + Double(number))
        })
}
