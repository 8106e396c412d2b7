/// `GET /budget/list`: the whole budget table in one array. Only here an organisation's reset date can be read.
struct BudgetListEndpoint: Endpoint {
    let route = "/budget/list"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        guard call.caller.hasAdminView else {
            throw .detailError(
                status: 400,
                "Admin-only endpoint. Not allowed to access this., your role=\(call.caller.roleName)")
        }
        return .json(
            200, database.budgets.rows.map { SharedBudgetObject($0, distortion: call.distortion).full })
    }
}
