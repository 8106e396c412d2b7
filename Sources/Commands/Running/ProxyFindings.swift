import LiteLLMAdmin
import Polling

/// What the exporter's key may and may not read, found out by asking each endpoint once.
struct ProxyFindings {
    let api: AdminAPI
    let mode: PollMode

    func all() async -> [Finding] {
        var findings = [await database()]
        switch mode {
        case .discover: findings += await lists()
        case .own: findings += await ownAccounts()
        }
        return findings
    }

    private func database() async -> Finding {
        switch await api.databaseState() {
        case .connected: Finding(.success, "it is ready, and its database is connected")
        case .away: Finding(.warning, "it has lost its database; what it answers now may be wrong")
        case .unknown: Finding(.warning, "GET /health/readiness does not tell whether its database is connected")
        }
    }

    private func lists() async -> [Finding] {
        var findings: [Finding] = []
        let firstPage = PageRequest(number: 1, size: 1)
        var teamID: String?
        findings.append(
            await finding("all teams can be listed") { () async throws(AdminError) in
                teamID = try await api.teams(firstPage).rows.first?.teamID
            })
        findings.append(
            await finding("a team can be asked for by its id", isRequired: false, accepts: .notFound) {
                () async throws(AdminError) in
                _ = try await api.team(id: teamID ?? "litellm-budget-exporter-check")
            })
        var keyHash: String?
        findings.append(
            await finding("all keys can be listed") { () async throws(AdminError) in
                keyHash = try await api.keys(firstPage).rows.first?.token
            })
        findings.append(
            await finding("a key can be asked for by its hash", isRequired: false, accepts: .notFound) {
                () async throws(AdminError) in
                _ = try await api.key(hash: keyHash ?? String(repeating: "0", count: 64))
            })
        findings.append(await ownKey())
        return findings
    }

    /// The exporter's own key: LiteLLM has an entry for each but the master key.
    private func ownKey() async -> Finding {
        do throws(AdminError) {
            _ = try await api.ownKey()
            return Finding(.success, "the exporter's own key is a virtual key")
        } catch {
            guard error.reason == .notFound else {
                return Finding(.warning, "the exporter's own key cannot be looked up: \(error)")
            }
            return Finding(
                .warning,
                "the exporter's key is the proxy's master key; make one that can only read (see README, \"The key\")")
        }
    }

    private func ownAccounts() async -> [Finding] {
        var teamID: String?
        var findings = [
            await finding("the key can read itself") { () async throws(AdminError) in
                teamID = try await api.ownKey().row.teamID
            }
        ]
        guard findings.allSatisfy({ $0.severity == .success }) else { return findings }
        guard let teamID else {
            return findings + [Finding(.warning, "the key belongs to no team, so there is none to watch")]
        }
        findings.append(
            await finding("the key can read its team") { () async throws(AdminError) in
                _ = try await api.team(id: teamID)
            })
        return findings
    }

    private func finding(
        _ ability: String, isRequired: Bool = true, accepts accepted: AdminError.Reason? = nil,
        _ ask: () async throws(AdminError) -> Void
    ) async -> Finding {
        do throws(AdminError) {
            try await ask()
        } catch {
            guard error.reason == accepted else {
                return Finding(isRequired ? .failure : .warning, "not so: \(ability). \(error)")
            }
        }
        return Finding(.success, ability)
    }
}
