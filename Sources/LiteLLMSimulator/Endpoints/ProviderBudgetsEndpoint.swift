/// `GET /provider/budgets`: the budgets by provider, from the router's configuration and cache.
struct ProviderBudgetsEndpoint: Endpoint {
    let route = "/provider/budgets"
    let isAnsweredFromMemory = true

    func answer(_ call: Call, from database: inout Database) throws(Refusal) -> SimulatedResponse {
        guard call.settings.hasRouter else {
            throw .caught(status: 500, PythonText.dictionary("error", "No llm_router found"))
        }
        if database.providers.isEmpty {
            throw .caught(
                status: 500,
                "No provider budget config found. Please set a provider budget config in the router settings. "
                    + "https://docs.litellm.ai/docs/proxy/provider_budget_routing")
        }
        var providers = JSONObject()
        for provider in database.providers {
            var object = JSONObject(omitting: call.settings.omittedMembers)
            object.setMoney("budget_limit", provider.limit, call.distortion)
            object.set("time_period", provider.period)
            object.setSpend(provider.spend(at: call.now), call.distortion)
            object.setDate("budget_reset_at", provider.resetAt(at: call.now), .offset, call.distortion)
            providers.set(provider.name, object)
        }
        var body = JSONObject()
        body.set("providers", providers)
        return .json(200, body)
    }
}
