import Curl
import TestSupport
import Testing
import Threading

@testable import LiteLLMAdmin

@Suite struct DialectTests {
    /// A proxy that answers `/health/readiness` as told, and nothing else.
    private final class Readiness: Sendable {
        let answer: Locked<(status: Int, body: String)>
        let requests = Locked(0)

        init(version: String?) {
            answer = Locked((200, Self.body(version)))
        }

        func upgrade(to version: String?) {
            answer.withLock { $0 = (200, Self.body(version)) }
        }

        func fallIll() {
            answer.withLock { $0 = (503, #"{"status":"healthy","db":"disconnected"}"#) }
        }

        private static func body(_ version: String?) -> String {
            let told = version.map { #","litellm_version":"\#($0)""# } ?? ""
            return #"{"status":"healthy","db":"connected"\#(told)}"#
        }

        @Sendable func send(_ request: HTTPClient.Request) async throws(TransferError) -> HTTPClient.Response {
            requests.withLock { $0 += 1 }
            let (status, body) = answer.withLock { $0 }
            return HTTPClient.Response(status: status, headers: [], body: Array(body.utf8))
        }

        func dialect() throws -> ProxyDialect {
            ProxyDialect(
                AdminAPI(
                    AdminAPI.Configuration(baseURL: try BaseURL("http://h")), credential: .fixed(Secret("sk-test")),
                    transport: send))
        }
    }

    private func error(_ recording: Recording, _ endpoint: Endpoint) -> AdminError {
        AdminError(
            endpoint,
            HTTPClient.Response(status: recording.status, headers: [], body: Array(recording.body.utf8)))
    }

    /// What each of the versions says to the newest questions; what an outage or a refusal says is never a dialect.
    private static let answers: [(version: String?, recording: String, endpoint: Endpoint, isFromOlderProxy: Bool)] = [
        ("1.55.12", "v2-team-list-sorted", .teamList, true),
        ("1.55.12", "v2-team-list-noauth", .teamList, true),
        ("1.55.12", "dbdown-v2-team-list", .teamList, true),
        ("1.55.12", "key-list-sorted", .keyList, true),
        ("1.55.12", "key-list-full", .keyList, true),
        ("1.55.12", "key-list-admin-viewer", .keyList, false),
        ("1.55.12", "v2-user-info-ok", .userInfo, true),
        ("1.55.12", "team-info-unknown", .teamInfo, false),
        ("1.55.12", "dbdown-team-info", .teamInfo, false),
        ("1.55.12", "dbdown-team-list", .allTeams, false),
        ("1.66.3", "v2-team-list-sorted", .teamList, true),
        ("1.66.3", "v2-user-info-ok", .userInfo, true),
        ("1.66.3", "key-info-unknown-token", .keyInfo, false),
        ("1.66.3", "dbdown-team-info", .teamInfo, false),
        ("1.66.3", "dbdown-key-list", .keyList, false),
        ("1.72.6", "v2-team-list-badkey", .teamList, false),
        ("1.72.6", "dbdown-v2-team-list", .teamList, false),
        ("1.72.6", "v2-user-info-ok", .userInfo, true),
        ("1.72.6", "dbdown-team-info", .teamInfo, false),
        ("1.77.7", "v2-user-info-admin-viewer", .userInfo, true),
        ("1.77.7", "v2-team-list-internal-user", .teamList, false),
        ("1.77.7", "dbdown-v2-team-list", .teamList, false),
        (nil, "v2-user-info-unknown", .userInfo, false),
        (nil, "dbdown-v2-user-info", .userInfo, false),
        (nil, "dbdown-team-info", .teamInfo, false),
        (nil, "dbdown-v2-team-list", .teamList, false),
        (nil, "key-list-sorted", .keyList, false),
        (nil, "key-list-size-101", .keyList, false),
        (nil, "team-info-nonadmin", .teamInfo, false),
    ]

    @Test("an older proxy is told from an outage and a refusal by what it says", arguments: answers)
    func verdicts(version: String?, recording: String, endpoint: Endpoint, isFromOlderProxy: Bool) throws {
        let answer = try Recording.named(recording, of: version)
        #expect(error(answer, endpoint).isFromOlderProxy == isFromOlderProxy, "\(answer): \(answer.body)")
    }

    @Test("an older proxy is one by its own words, not by those of something in front of it")
    func notJustAny404() {
        for body in ["<html>Not Found</html>", "Not Found", #"{"detail":"Not Found: no-such-team"}"#, "{}", ""] {
            let response = HTTPClient.Response(status: 404, headers: [], body: Array(body.utf8))
            #expect(!AdminError(.teamList, response).isFromOlderProxy, "\(body)")
        }
    }

    @Test("what is lacking is believed for an hour, and each question on its own")
    func anHour() {
        var memory = DialectMemory()
        #expect(!memory.isKnownToLack(.teamPages, at: .zero))
        memory.findOut(.teamPages, isLacking: true, at: .seconds(10))
        memory.findOut(.wholeKeys, isLacking: true, at: .seconds(1000))
        #expect(memory.isKnownToLack(.teamPages, at: .seconds(3609)))
        #expect(!memory.isKnownToLack(.teamPages, at: .seconds(3610)))
        #expect(memory.isKnownToLack(.wholeKeys, at: .seconds(3610)))
        // In doubt, but nothing else was found out: it is no news.
        #expect(memory.dialect.lacks == [.teamPages, .wholeKeys])
        memory.findOut(.teamPages, isLacking: false, at: .seconds(3611))
        #expect(memory.dialect.lacks == [.wholeKeys])
    }

    @Test(
        "another version puts all in doubt, the same one nothing",
        arguments: [
            ("1.66.3", "1.66.3", false), ("1.66.3", "1.72.6", true), ("1.66.3", nil, true), (nil, nil, false),
            (nil, "1.55.12", true),
        ])
    func upgrade(before: String?, after: String?, isInDoubt: Bool) async throws {
        let proxy = Readiness(version: before)
        let dialect = try proxy.dialect()
        await dialect.findOut(.teamPages, isLacking: true, at: .zero)
        await dialect.findOut(.singleUser, isLacking: true, at: .zero)
        proxy.upgrade(to: after)
        #expect(await dialect.lacks(.teamPages, at: .seconds(30)) == !isInDoubt)
        #expect(await dialect.lacks(.singleUser, at: .seconds(30)) == !isInDoubt)
        // Found out again, it is believed again.
        await dialect.findOut(.teamPages, isLacking: true, at: .seconds(31))
        #expect(await dialect.lacks(.teamPages, at: .seconds(60)))
    }

    @Test("a proxy that is ill, or that cannot be reached, does not look like another version")
    func outageIsNoUpgrade() async throws {
        let proxy = Readiness(version: "1.66.3")
        let dialect = try proxy.dialect()
        await dialect.findOut(.teamPages, isLacking: true, at: .zero)
        proxy.fallIll()
        #expect(await dialect.lacks(.teamPages, at: .seconds(30)))
        proxy.upgrade(to: "1.66.3")
        #expect(await dialect.lacks(.teamPages, at: .seconds(60)))
    }

    @Test("a proxy that lacks nothing is asked nothing more than it would be")
    func newestCostsNothing() async throws {
        let proxy = Readiness(version: nil)
        let dialect = try proxy.dialect()
        for second in 0..<10 {
            #expect(await !dialect.lacks(.teamPages, at: .seconds(second)))
            await dialect.findOut(.teamPages, isLacking: false, at: .seconds(second))
        }
        #expect(proxy.requests.withLock { $0 } == 0)
    }

    @Test("asks older proxies in words that they know")
    func olderQuestions() async throws {
        let asked = Locked<[HTTPClient.Request]>([])
        let api = AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://h")), credential: .fixed(Secret("sk-test"))
        ) { request throws(TransferError) in
            asked.withLock { $0.append(request) }
            let body =
                request.url.hasPrefix("http://h/team/list")
                ? "[]" : #"{"keys":[],"users":[{"user_id":"other"},{"user_id":"a b"}],"total_pages":1}"#
            return HTTPClient.Response(status: 200, headers: [], body: Array(body.utf8))
        }
        _ = try await api.allTeams()
        _ = try await api.keyHashes(PageRequest(number: 2, size: 100))
        // A proxy that does not know the filter sends everybody.
        #expect(try await api.listedUser(id: "a b")?.userID == "a b")
        #expect(try await api.listedUser(id: "a")?.userID == nil)
        let requests = asked.withLock { $0 }
        #expect(
            requests.map(\.url) == [
                "http://h/team/list", "http://h/key/list?page=2&size=100",
                "http://h/user/list?user_ids=a%20b&page=1&page_size=100",
                "http://h/user/list?user_ids=a&page=1&page_size=100",
            ])
        // All teams at once take longer and are larger than a page.
        #expect(requests[0].timeout == .seconds(120) && requests[0].maximumBodyBytes == 256 << 20)
        #expect(requests[1].timeout == .seconds(10) && requests[1].maximumBodyBytes == 32 << 20)
    }
}
