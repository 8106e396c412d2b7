import FoundationEssentials

/// The real LiteLLM proxy that tests may change, as variables tell; one run at a time, as they stop its database too.
struct ProxyUnderTest: Sendable {
    /// `LITELLM_E2E_URL`
    let url: String
    /// `LITELLM_E2E_MASTER_KEY`
    let masterKey: String
    /// The database behind it: `LITELLM_E2E_DATABASE_URL`.
    let database: Database

    /// Nil, and a line that says so, where a variable or a program is missing.
    init?(for test: String) {
        let environment = ProcessInfo.processInfo.environment
        let names = ["LITELLM_E2E_URL", "LITELLM_E2E_MASTER_KEY", "LITELLM_E2E_DATABASE_URL"]
        for name in names where (environment[name] ?? "").isEmpty {
            skip(test, "\(name) is not set")
            return nil
        }
        for program in ["curl", "psql"] where !Program.isInstalled(program) {
            skip(test, "\(program) is not installed")
            return nil
        }
        url = environment[names[0]] ?? ""
        masterKey = environment[names[1]] ?? ""
        database = Database(url: environment[names[2]] ?? "")
    }

    struct Answer: Sendable {
        let status: Int
        let body: String

        func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(type, from: Data(body.utf8))
        }
    }

    struct Refused: Error, CustomStringConvertible {
        let path: String
        let answer: Answer

        var description: String { "POST \(path) answered \(answer.status): \(answer.body.prefix(500))" }
    }

    /// Sends a JSON body, as the administrator or with another key. Whatever status comes is an answer.
    func ask(_ path: String, _ body: JSON, key: String? = nil) async throws -> Answer {
        let curl = Program(
            name: "curl",
            arguments: [
                "--silent", "--show-error", "--noproxy", "*", "--max-time", "60", "--data-binary", "@-",
                "--header", "Authorization: Bearer \(key ?? masterKey)", "--header", "Content-Type: application/json",
                "--write-out", "\n%{http_code}", url + path,
            ])
        let outcome = try await curl.run(input: body.text)
        guard outcome.status == 0, let end = outcome.output.lastIndex(of: "\n"),
            let status = Int(outcome.output[outcome.output.index(after: end)...])
        else { throw TookTooLong(description: "POST \(path): \(outcome.errors)") }
        return Answer(status: status, body: String(outcome.output[..<end]))
    }

    /// Sends a JSON body and wants success.
    @discardableResult
    func post(_ path: String, _ body: JSON, key: String? = nil) async throws -> Answer {
        let answer = try await ask(path, body, key: key)
        guard (200..<300).contains(answer.status) else { throw Refused(path: path, answer: answer) }
        return answer
    }

    /// Buys an answer of a model.
    ///
    /// - Parameter customer: On whose behalf.
    /// - Returns: The status: 200, or that of a refusal.
    func buy(_ model: String, key: String, for customer: String? = nil) async throws -> Int {
        let message: JSON = ["role": "user", "content": "hello"]
        let order: JSON = ["model": .text(model), "max_tokens": 50, "messages": [message]]
        return try await ask(
            "/chat/completions", order.adding(customer.map { ["user": .text($0)] } ?? [:]), key: key
        ).status
    }
}
