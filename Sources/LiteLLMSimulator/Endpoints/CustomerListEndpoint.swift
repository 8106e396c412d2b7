/// `GET /customer/list`: all customers with their budgets in one array.
struct CustomerListEndpoint: Endpoint {
    let route = "/customer/list"

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        guard call.caller.hasAdminView else {
            throw .caught(
                status: 401,
                PythonText.dictionary("error", "Admin-only endpoint. Your user role=\(call.caller.roleName)"))
        }
        return .json(200, database.customers.rows.map { object($0, call, database) })
    }

    /// The endpoint catches the database's error itself, unlike the other lists.
    func answerWithoutDatabase(_ call: Call) -> SimulatedResponse { Refusal.connectionFailed.response }

    private func object(_ customer: SimulatedCustomer, _ call: Call, _ database: Database) -> JSONObject {
        var object = JSONObject(omitting: call.settings.omittedMembers)
        object.set("user_id", customer.id)
        object.setFlag("blocked", customer.isBlocked, call.distortion)
        object.set("alias", customer.alias)
        // LiteLLM writes a zero where the row has no number.
        object.setSpend(customer.spend ?? 0, call.distortion)
        object.set(null: "allowed_model_region")
        object.set("default_model", customer.defaultModel)
        object.set(emptyArray: "models")
        object.set("budget_id", customer.budgetID)
        object.set(
            "litellm_budget_table",
            customer.budgetID.flatMap { database.budgets[$0] }.map {
                SharedBudgetObject($0, distortion: call.distortion).short
            })
        object.set(null: "object_permission_id", "object_permission")
        return object
    }
}
