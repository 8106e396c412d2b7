import FoundationEssentials

/// A real proxy of an older version, one of those that `LITELLM_E2E_OLDER_URLS` names.
struct OlderProxy: Sendable {
    struct Team: Decodable, Hashable, Sendable {
        let id: String
        let spend: Double
        let limit: Double?

        private enum CodingKeys: String, CodingKey {
            case id = "teamId"
            case spend
            case limit = "maxBudget"
        }
    }

    struct Key: Hashable, Sendable {
        let hash: String
        let spend: Double
        let limit: Double?
    }

    private struct KeyPage: Decodable {
        let keys: [String]
        let totalPages: Int
    }

    private struct KeyAnswer: Decodable {
        struct Row: Decodable {
            struct Budget: Decodable {
                let maxBudget: Double?
            }

            let spend: Double
            let maxBudget: Double?
            let litellmBudgetTable: Budget?
        }

        let info: Row
    }

    private struct Version: Decodable {
        let litellmVersion: String?
    }

    private struct MadeKey: Decodable {
        let key: String
    }

    private struct HTTPError: Error, CustomStringConvertible {
        let description: String
    }

    let url: String
    let masterKey: String

    /// None, and a line that says so, where a variable or a program is missing.
    static func all(for test: String) -> [OlderProxy] {
        let environment = ProcessInfo.processInfo.environment
        for name in ["LITELLM_E2E_OLDER_URLS", "LITELLM_E2E_MASTER_KEY"] where (environment[name] ?? "").isEmpty {
            skip(test, "\(name) is not set")
            return []
        }
        guard Program.isInstalled("curl") else {
            skip(test, "curl is not installed")
            return []
        }
        return (environment["LITELLM_E2E_OLDER_URLS"] ?? "").split(separator: ",").map {
            OlderProxy(url: String($0), masterKey: environment["LITELLM_E2E_MASTER_KEY"] ?? "")
        }
    }

    func version() async throws -> String {
        try await get("/health/readiness", as: Version.self).litellmVersion ?? "a version that it does not tell"
    }

    /// All teams, from the one list that every version has.
    func teams() async throws -> Set<Team> {
        Set(try await get("/team/list", as: [Team].self))
    }

    /// All keys: their hashes from the list, in the one form that every version has, and each on its own.
    func keys() async throws -> Set<Key> {
        var keys: Set<Key> = []
        var page = 1
        while true {
            let list = try await get("/key/list?size=100&page=\(page)", as: KeyPage.self)
            for hash in list.keys {
                let row = try await get("/key/info?key=\(hash)", as: KeyAnswer.self).info
                keys.insert(
                    Key(
                        hash: hash, spend: row.spend, limit: row.maxBudget ?? row.litellmBudgetTable?.maxBudget))
            }
            if page >= list.totalPages { return keys }
            page += 1
        }
    }

    /// By which the proxy knows the key; nil where it does not, as most do with their master key.
    func hash(of key: String) async throws -> String? {
        struct Own: Decodable {
            let key: String
        }
        let answer = try await ask("/key/info", key: key)
        guard answer.status == 200 else { return nil }
        return try JSONDecoder().decode(Own.self, from: Data(answer.body.utf8)).key
    }

    /// Whether the key may list keys: before LiteLLM 1.59 only the master key may.
    func listsKeys(to key: String) async throws -> Bool {
        let answer = try await ask("/key/list?size=1", key: key)
        return answer.status == 200
    }

    /// Runs `body` with the key of a user who may read everything, and deletes both afterwards.
    func withViewer<Result: Sendable>(_ body: (_ key: String) async throws -> Result) async throws -> Result {
        let user = "e2e-\(String(UInt32.random(in: .min ... .max), radix: 36))"
        try await post(
            "/user/new", ["user_id": .text(user), "user_role": "proxy_admin_viewer", "auto_create_key": false])
        let made = try await post("/key/generate", ["user_id": .text(user)])
        let key = try JSONDecoder().decode(MadeKey.self, from: Data(made.body.utf8)).key
        do {
            let result = try await body(key)
            try await delete(user, key)
            return result
        } catch {
            try? await delete(user, key)
            throw error
        }
    }

    private func delete(_ user: String, _ key: String) async throws {
        try await post("/key/delete", ["keys": [.text(key)]])
        try await post("/user/delete", ["user_ids": [.text(user)]])
    }

    private func get<Value: Decodable>(_ path: String, as type: Value.Type) async throws -> Value {
        let answer = try await ask(path, key: masterKey)
        guard answer.status == 200 else {
            throw HTTPError(description: "GET \(path) answered \(answer.status): \(answer.body.prefix(300))")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(answer.body.utf8))
    }

    @discardableResult
    private func post(_ path: String, _ body: JSON) async throws -> (status: Int, body: String) {
        let answer = try await ask(path, key: masterKey, body)
        guard answer.status == 200 else {
            throw HTTPError(description: "POST \(path) answered \(answer.status): \(answer.body.prefix(300))")
        }
        return answer
    }

    private func ask(_ path: String, key: String, _ body: JSON? = nil) async throws -> (status: Int, body: String) {
        var arguments = [
            "--silent", "--show-error", "--noproxy", "*", "--max-time", "60",
            "--header", "Authorization: Bearer \(key)", "--write-out", "\n%{http_code}", url + path,
        ]
        if body != nil { arguments += ["--data-binary", "@-", "--header", "Content-Type: application/json"] }
        let outcome = try await Program(name: "curl", arguments: arguments).run(input: body?.text ?? "")
        guard outcome.status == 0, let end = outcome.output.lastIndex(of: "\n"),
            let status = Int(outcome.output[outcome.output.index(after: end)...])
        else { throw HTTPError(description: "\(path): \(outcome.errors)") }
        return (status, String(outcome.output[..<end]))
    }
}
