/// A team as `/team/info` tells it, with what the lists do not know.
public struct TeamDetails: Decodable, Sendable {
    public let team: TeamRow
    /// The default for members, whose own rows say no limit.
    public let memberBudget: Presence<BudgetRow>
    /// Nil where the answer does not tell the members.
    public let members: [MembershipRow]?
    /// Memberships that could not be understood.
    public let badMembers: Int

    enum CodingKeys: String, CodingKey {
        case team = "team_info"
        case memberships = "team_memberships"
    }

    enum TeamKeys: String, CodingKey {
        case memberBudget = "team_member_budget_table"
    }

    public init(from decoder: any Decoder) throws {
        let body = try decoder.container(keyedBy: CodingKeys.self)
        team = try body.decode(TeamRow.self, forKey: .team)
        memberBudget = try body.nestedContainer(keyedBy: TeamKeys.self, forKey: .team).presence(.memberBudget)
        let rows = body.tolerated(.memberships, as: [Lossy<MembershipRow>].self)
        members = rows?.compactMap(\.row)
        badMembers = (rows?.count ?? 0) - (members?.count ?? 0)
    }
}
