import LiteLLMAdmin
import Polling

/// What the exporter's key may and may not read, found out by asking each endpoint once.
struct ProxyFindings {
    /// Something that the key should be able to do.
    private struct Ability {
        let text: String
        /// Whether something cannot be watched without it.
        let isRequired: Bool
        let error: AdminError?
    }

    let api: AdminAPI
    let polling: Poller.Configuration

    /// - Returns: What was found, and whether there is anything to watch: of several abilities that the key needs, some
    ///   may be there.
    func all() async -> (findings: [Finding], somethingCanBeWatched: Bool) {
        let databaseState = await api.databaseState()
        let database = Self.finding(databaseState)
        switch polling.mode {
        case .discover:
            let lists = await lists()
            // Of a server that is not there, or is not LiteLLM, there is no more to find out, nor of its database.
            guard lists.count > 1 else {
                return ((databaseState == .unknown ? [] : [database]) + Self.findings(lists), false)
            }
            let others = Self.findings(lists + (await otherLists()))
            return (
                [database] + others + [await ownKey()], lists.contains { $0.isRequired && $0.error == nil }
            )
        case .listed:
            let accounts = await listedAccounts()
            let others = Self.findings(await otherLists())
            return ([database] + accounts + others + [await ownKey()], Self.someSucceed(accounts))
        case .own:
            let accounts = await ownAccounts()
            return ([database] + accounts, Self.someSucceed(accounts))
        }
    }

    private static func someSucceed(_ findings: [Finding]) -> Bool { findings.contains { $0.severity == .success } }

    private static func finding(_ database: AdminAPI.DatabaseState) -> Finding {
        switch database {
        case .connected: Finding(.success, "it is ready, and its database is connected")
        case .away: Finding(.warning, "it has lost its database; what it answers now may be wrong")
        case .unknown: Finding(.warning, "GET /health/readiness does not tell whether its database is connected")
        }
    }

    private func lists() async -> [Ability] {
        var teamID = "litellm-budget-exporter-check"
        var keyHash = String(repeating: "0", count: 64)
        let teams = await ability("all teams can be listed") { () async throws(AdminError) in
            teamID = try await firstTeam()?.teamID ?? teamID
        }
        if let error = teams.error, !error.isAboutTheKey { return [teams] }
        return [
            teams,
            await ability("a team can be asked for by its id", isRequired: false) { () async throws(AdminError) in
                _ = try await api.team(id: teamID)
            },
            await ability("all keys can be listed") { () async throws(AdminError) in
                keyHash = try await firstKey() ?? keyHash
            },
            await ability("a key can be asked for by its hash", isRequired: false) { () async throws(AdminError) in
                _ = try await api.key(hash: keyHash)
            },
        ]
    }

    /// The first team of the list, in whichever way the proxy lists teams.
    private func firstTeam() async throws(AdminError) -> TeamRow? {
        do throws(AdminError) {
            if let team = try await api.teams(Self.firstRow).rows.first { return team }
        } catch {
            guard error.isFromOlderProxy else { throw error }
            let missing = error
            do throws(AdminError) {
                return try await api.allTeams().rows.first
            } catch {
                // Where neither is there, this is no LiteLLM or not its base URL.
                throw error.isFromOlderProxy ? missing : error
            }
        }
        // An older proxy shows its pages of teams empty to all but administrators.
        return (try? await api.allTeams())?.rows.first
    }

    /// The hash of the first key of the list, in whichever way the proxy lists keys.
    private func firstKey() async throws(AdminError) -> String? {
        do throws(AdminError) {
            return try await api.keys(Self.firstRow).rows.first?.token
        } catch {
            guard error.isFromOlderProxy else { throw error }
            return try await api.keyHashes(Self.firstRow).rows.first
        }
    }

    private static let firstRow = PageRequest(number: 1, size: 1)

    /// The lists that are read only when they are switched on, and the budget of the proxy as a whole, which is tried.
    private func otherLists() async -> [Ability] {
        var abilities = [
            await ability("the budget of the proxy as a whole can be read", isRequired: false) {
                () async throws(AdminError) in
                do throws(AdminError) {
                    _ = try await api.user(id: UserRow.proxyBudgetID)
                } catch {
                    guard error.isFromOlderProxy else { throw error }
                    _ = try await api.listedUser(id: UserRow.proxyBudgetID)
                }
            }
        ]
        for source in polling.otherIntervals.keys.sorted() {
            abilities.append(
                await ability("\(source.rawValue) can be listed", isRequired: false) { () async throws(AdminError) in
                    switch source {
                    case .users: _ = try await api.users(PageRequest(number: 1, size: 1))
                    case .customers: _ = try await api.customers()
                    case .organizations:
                        _ = try await api.organizations()
                        _ = try await api.budgets()
                    case .providers: _ = try await api.providers()
                    case .teams, .keys, .proxy, .details: break
                    }
                })
        }
        return abilities
    }

    /// The listed accounts, of which each may be mistyped.
    private func listedAccounts() async -> [Finding] {
        let teams = await listed(polling.listedTeams, "listed teams can be read") { id throws(AdminError) in
            _ = try await api.team(id: id)
        }
        let keys = await listed(polling.listedKeyHashes, "listed keys can be read") { hash throws(AdminError) in
            _ = try await api.key(hash: hash)
        }
        return teams + keys
    }

    private func listed(
        _ ids: [String], _ text: String, _ ask: (String) async throws(AdminError) -> Void
    ) async -> [Finding] {
        guard !ids.isEmpty else { return [] }
        var unknown: [String] = []
        for id in ids {
            let ability = await ability(text) { () async throws(AdminError) in try await ask(id) }
            guard let error = ability.error else { continue }
            guard error.reason == .notFound, error.unavailability == nil else { return Self.findings([ability]) }
            unknown.append(id)
        }
        let names = unknown.map { "\"\($0)\"" }.joined(separator: ", ")
        guard unknown.count < ids.count else {
            return [
                Finding(
                    .failure,
                    "not so: \(text); LiteLLM knows none of them: \(names); check them, the base URL and its path prefix"
                )
            ]
        }
        let known = Finding(.success, text)
        return unknown.isEmpty ? [known] : [known, Finding(.warning, "listed, but unknown to LiteLLM: \(names)")]
    }

    /// The exporter's own key: LiteLLM has an entry for each but the master key.
    private func ownKey() async -> Finding {
        do throws(AdminError) {
            _ = try await api.ownKey()
            return Finding(.success, "the exporter's own key is a virtual key")
        } catch {
            guard error.saysAccountIsMissing else {
                return Finding(.warning, "the exporter's own key cannot be looked up (\(error.reason.rawValue))")
            }
            return Finding(
                .warning,
                "the exporter's key is the proxy's master key; make one that can only read (see README, \"The key\")")
        }
    }

    private func ownAccounts() async -> [Finding] {
        var teamID: String?
        let itself = await ability("the key can read itself") { () async throws(AdminError) in
            teamID = try await api.ownKey().row.teamID
        }
        if itself.error?.saysAccountIsMissing == true {
            return [
                Finding(
                    .failure,
                    "the proxy knows no virtual key like this: with the master key, use --poll.mode discover; "
                        + "else check the base URL and its path prefix")
            ]
        }
        guard itself.error == nil else { return Self.findings([itself]) }
        guard let teamID else {
            return Self.findings([itself]) + [
                Finding(.warning, "the key belongs to no team, so there is none to watch")
            ]
        }
        let team = await ability("the key can read its team") { () async throws(AdminError) in
            _ = try await api.team(id: teamID)
        }
        return Self.findings([itself, team])
    }

    private func ability(
        _ text: String, isRequired: Bool = true, _ ask: () async throws(AdminError) -> Void
    ) async -> Ability {
        do throws(AdminError) {
            try await ask()
            return Ability(text: text, isRequired: isRequired, error: nil)
        } catch {
            // That one account is not there says nothing about the key, but a list always is.
            let isHarmless = !isRequired && error.reason == .notFound
            return Ability(text: text, isRequired: isRequired, error: isHarmless ? nil : error)
        }
    }

    /// Puts abilities into words; what has the same cause is explained once.
    private static func findings(_ abilities: [Ability]) -> [Finding] {
        var explained: Set<String> = []
        return abilities.map { ability in
            guard let error = ability.error else { return Finding(.success, ability.text) }
            if error.unavailability == .licenceNeeded || error.unavailability == .notConfigured {
                return Finding(.success, "GET \(error.endpoint.path) has nothing to tell: \(error.explanation)")
            }
            // The path is always named: it is what the key's routes may lack.
            let isNew = explained.insert(error.explanation).inserted
            let cause = isNew ? "\(error)" : "GET \(error.endpoint.path), for the same reason"
            return Finding(ability.isRequired ? .failure : .warning, "not so: \(ability.text); \(cause)")
        }
    }
}

extension AdminError {
    /// Whether another key could be answered differently.
    fileprivate var isAboutTheKey: Bool {
        switch reason {
        case .unauthorized, .forbidden: true
        case .databaseUnavailable, .notFound, .overloaded, .timeout, .connection, .tls, .badResponse, .tooLarge,
            .serverError:
            false
        }
    }
}
