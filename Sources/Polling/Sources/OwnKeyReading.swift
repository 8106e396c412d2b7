import LiteLLMAdmin
import Threading

/// Reads the exporter's own key, which is no account to be shown, and learns when it expires.
struct OwnKeyReading: Sendable {
    let api: AdminAPI
    let watch: Watch

    /// Returns why it could not be read.
    func run() async -> AdminError? {
        do throws(AdminError) {
            let (hash, row) = try await api.ownKey()
            await watch.recognizeOwnKey(hash: hash, expiresAt: row.expires.flatMap(Timestamp.init(rfc3339:)))
            return nil
        } catch {
            // That it may not ask for itself makes it no account to be shown.
            await watch.recognizeOwnKey(workedOut: api.ownKeyHash)
            guard error.reason == .notFound else { return error }
            // The master key has no entry, and may have taken the place of one that had.
            if error.unavailability == nil { await watch.recognizeOwnKey(hash: nil, expiresAt: nil) }
            return nil
        }
    }
}
