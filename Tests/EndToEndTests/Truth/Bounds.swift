/// What stops a request besides the budget of its key, worked out from the database.
struct Bounds {
    private let teams: [[UInt8]: Double]
    /// Limited or not.
    private let knownTeams: Set<[UInt8]>
    private let members: [[[UInt8]]: Double]
    private let users: [[UInt8]: Double]
    private let proxy: Double?

    /// - Parameter rows: What the exporter knows.
    init(_ rows: AccountRows) {
        func left<Row>(
            _ rows: [Row], _ id: (Row) -> String, _ limit: (Row) -> Double?, _ spend: (Row) -> Double
        ) -> [[UInt8]: Double] {
            var left: [[UInt8]: Double] = [:]
            for row in rows { left[Array(id(row).utf8)] = limit(row).map { $0 - spend(row) } }
            return left
        }
        let shownTeams = rows.teams.filter { $0.teamID.utf8.count <= ExpectedSeries.longestLabel }
        teams = left(shownTeams, \.teamID, \.limit, \.spend)
        knownTeams = Set(shownTeams.map { Array($0.teamID.utf8) })
        users = left(rows.users, \.userID, \.limit, \.spend)
        proxy = rows.proxy.flatMap { proxy in proxy.limit.map { $0 - proxy.spend } }
        var members: [[[UInt8]]: Double] = [:]
        for member in rows.members {
            let place = [Array(member.teamID.utf8), Array(member.userID.utf8)]
            members[place] = member.limit.map { $0 - member.spend }
        }
        self.members = members
    }

    /// The least that is left anywhere, unless nothing is known of the team; organisations are not told without LiteLLM
    /// Enterprise.
    func headroom(of key: AccountRows.Key) -> Double? {
        var all = [proxy, key.limit.map { $0 - key.spend }]
        all += key.windows.map { window in window.spend.map { window.limit - $0 } }
        if let team = key.teamID {
            guard knownTeams.contains(Array(team.utf8)) else { return nil }
            all.append(teams[Array(team.utf8)])
            if let user = key.userID { all.append(members[[Array(team.utf8), Array(user.utf8)]]) }
        } else if let user = key.userID {
            all.append(users[Array(user.utf8)])
        }
        return all.compactMap(\.self).min()
    }
}
