import Curl
import FoundationEssentials

extension AdminAPI {
    /// What `/health/readiness` says of the proxy's database.
    public enum DatabaseState: Sendable {
        case connected
        case away
        /// The proxy did not tell.
        case unknown
    }

    /// Asks `/health/readiness`, which needs no key and costs the proxy nothing: it caches the state for 15 s.
    public func databaseState() async -> DatabaseState {
        guard let response = try? await send(.readiness),
            let body = try? JSONDecoder().decode(ReadinessBody.self, from: Data(response.body)), let db = body.db
        else { return .unknown }
        switch db {
        case "connected": return .connected
        case "disconnected", "stalled": return .away
        default: return .unknown
        }
    }
}
