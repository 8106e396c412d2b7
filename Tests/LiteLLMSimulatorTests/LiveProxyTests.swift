import FoundationEssentials
import Testing

@testable import LiteLLMSimulator

/// The simulator against a LiteLLM that runs: `LITELLM_E2E_URL` (plain HTTP) and `LITELLM_E2E_MASTER_KEY`. Only reads.
@Suite(.enabled(if: LiveProxy.configured != nil, "no live proxy is configured"))
struct LiveProxyTests {
    private let live: LiveProxy

    init() throws {
        live = try #require(LiveProxy.configured)
    }

    /// Both have the same members with the same types.
    @Test(arguments: [
        "/v2/team/list?page_size=100", "/team/list", "/team/info?team_id=TEAM&key_limit=3",
        "/key/list?return_full_object=true&size=100", "/key/list", "/key/info?key=TOKEN", "/user/list?page_size=100",
        "/v2/user/info?user_id=USER", "/customer/list", "/budget/list", "/health/readiness", "/health/liveliness",
    ])
    func answersHaveTheSameShape(_ target: String) async throws {
        let simulated = SimulatedProxy(.demo(at: start), startingAt: start)
        let liveTeams = try JSONTree.parse(try await live.get("/v2/team/list?page_size=1").body)["teams"].elements
        let liveKeys = try JSONTree.parse(try await live.get("/key/list?size=1").body)["keys"].elements
        let teamID = try #require(liveTeams.first?["team_id"].string, "the live proxy has no team")
        let token = try #require(liveKeys.first?.string, "the live proxy has no key")

        let liveUsers = try JSONTree.parse(try await live.get("/user/list?page_size=1").body)["users"].elements
        let userID = try #require(liveUsers.first?["user_id"].string, "the live proxy has no user")

        let theirs = try await live.get(
            target.replacing("TEAM", with: PlainHTTP.encoded(teamID)).replacing("TOKEN", with: token)
                .replacing("USER", with: PlainHTTP.encoded(userID)))
        let ourTeam = await simulated.teams[0].id
        let ourToken = await simulated.keys[0].token
        let ours = try await simulated.get(
            target.replacing("TEAM", with: ourTeam).replacing("TOKEN", with: ourToken)
                .replacing("USER", with: "notebook-owner"))
        #expect(theirs.status == ours.status)
        let theirBody = try JSONTree.parse(theirs.body)
        let invented = ours.body.shapeDifferences(from: theirBody)
        #expect(invented.isEmpty, "only the simulator has: \(invented.joined(separator: ", "))")
        let lacking = theirBody.shapeDifferences(from: ours.body)
        #expect(lacking.isEmpty, "only LiteLLM has: \(lacking.joined(separator: ", "))")
    }

    /// Refusals are equal byte for byte.
    @Test(arguments: [
        "/v2/team/list?page_size=101", "/v2/team/list?page=0&page_size=x", "/v2/team/list?status=nonsense",
        "/v2/team/list?page=99999999999999999999999", "/v2/team/list?team_id=no-such-team",
        "/team/info?team_id=no-such-team", "/team/info?team_id=it's", "/team/info?team_id=a%22b'c%5Cd",
        "/team/info", "/team/info?team_id=x&key_limit=0", "/key/info?key=no-such-key", "/key/info",
        "/key/list?size=0", "/key/list?sort_by=nonsense", "/key/list?sort_by=token&sort_order=nonsense",
        "/key/list?status=nonsense", "/key/list?expires=nonsense", "/key/list?return_full_object=maybe",
        "/key/list?key_hash=none", "/no/such/path",
        "/user/list?page_size=101", "/user/list?page=0&page_size=x", "/user/list?sort_by=nonsense",
        "/user/list?sort_by=spend&sort_order=nonsense", "/user/list?page=99999999999999999999999",
        "/user/list?user_ids=no-such-user", "/v2/user/info?user_id=no-such-user", "/v2/user/info?user_id=",
        "/organization/list", "/provider/budgets", "/health/readiness",
    ])
    func refusalsAreTheSame(_ target: String) async throws {
        let theirs = try await live.get(target)
        var settings = ProxySettings()
        settings.isLicensed = false
        let ours = await SimulatedProxy(Population(), settings: settings, startingAt: start)
            .respond(to: .get(target, key: masterKey))
        #expect(theirs.status == ours.status)
        #expect(theirs.body == ours.text)
        #expect(theirs.header("content-type") == ours.headers.first { $0.name == "content-type" }?.value)
    }

    @Test(arguments: ["sk-no-such-key-at-all", "sk-", "sk-short", "nonsense", "longer-nonsense"])
    func unknownKeysAreRefusedInTheSameWords(_ key: String) async throws {
        let theirs = try await PlainHTTP.send("/key/list", key: key, host: live.host, port: live.port)
        let ours = await SimulatedProxy(Population(), startingAt: start).respond(to: .get("/key/list", key: key))
        #expect(theirs.status == ours.status)
        #expect(theirs.body == ours.text)
    }
}

extension PlainHTTP {
    /// A query value, percent-encoded.
    fileprivate static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber { return String(character) }
            return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}

private struct LiveProxy {
    let host: String
    let port: Int
    let masterKey: String

    /// nil, once said so, where there is none.
    static let configured: LiveProxy? = {
        let environment = ProcessInfo.processInfo.environment
        guard let url = environment["LITELLM_E2E_URL"].flatMap({ URL(string: $0) }), let host = url.host(),
            let masterKey = environment["LITELLM_E2E_MASTER_KEY"]
        else {
            print("SKIPPED LiveProxyTests: LITELLM_E2E_URL and LITELLM_E2E_MASTER_KEY are not set")
            return nil
        }
        return LiveProxy(host: host, port: url.port ?? 80, masterKey: masterKey)
    }()

    func get(_ target: String) async throws -> PlainHTTP.Answer {
        try await PlainHTTP.send(target, key: masterKey, host: host, port: port)
    }
}
