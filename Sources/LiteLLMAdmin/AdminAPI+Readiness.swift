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
        guard let db = await readiness()?.body.db else { return .unknown }
        switch db {
        case "connected": return .connected
        case "disconnected", "stalled": return .away
        default: return .unknown
        }
    }

    /// Whether the proxy told its version.
    enum ToldVersion: Hashable, Sendable {
        /// Nil where it keeps it to itself, as LiteLLM does from 1.85 on.
        case answered(String?)
        case noAnswer
    }

    /// Asks `/health/readiness` for the version of LiteLLM.
    func version() async -> ToldVersion {
        guard let (status, body) = await readiness(), status == 200 else { return .noAnswer }
        return .answered(body.version)
    }

    private func readiness() async -> (status: Int, body: ReadinessBody)? {
        guard let response = try? await send(.readiness),
            let body = try? JSONDecoder().decode(ReadinessBody.self, from: Data(response.body))
        else { return nil }
        return (response.status, body)
    }
}
