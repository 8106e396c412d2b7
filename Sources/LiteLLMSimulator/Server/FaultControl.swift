import FoundationEssentials

/// `POST /simulator/faults` adds a ``Fault`` given as JSON, `DELETE` removes all of them.
struct FaultControl {
    static let path = "/simulator/faults"

    let proxy: SimulatedProxy

    func respond(method: String, body: [UInt8]) async -> SimulatedResponse {
        switch method {
        case "POST":
            guard let fault = try? JSONDecoder().decode(Fault.self, from: Data(body)) else {
                return .json(
                    400,
                    "Expected an effect with its members, and routes, pages or times if wanted. Effects: "
                        + Fault.jsonEffects)
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
}
