import Curl
import FoundationEssentials
import TestSupport
import Testing

@testable import LiteLLMAdmin

/// What a real proxy answered, whatever was asked of it.
@Suite struct RecordedAnswersTests {
    /// A second reading of the bodies, strict where the product is tolerant.
    private struct Row: Decodable {
        let teamId: String?
        let token: String?
        let spend: Double
        let maxBudget: Double?
        let budgetResetAt: String?
    }

    private struct Body: Decodable {
        let teams: [Row]?
        let keys: [Row]?
        let teamInfo: Row?
        let info: Row?
    }

    private struct Hashes: Decodable {
        let keys: [String]

        init(in recording: Recording) throws {
            self = try JSONDecoder().decode(Hashes.self, from: Data(recording.body.utf8))
        }
    }

    private static func recordings(of paths: String...) -> [Recording] {
        let versions = [nil] + Recording.olderVersions
        let all = versions.flatMap { (try? Recording.all(of: $0)) ?? [] }
        return all.filter { $0.method == "GET" && paths.contains($0.path) }
    }

    private func api(answering recording: Recording) throws -> AdminAPI {
        AdminAPI(
            AdminAPI.Configuration(baseURL: try BaseURL("http://localhost:4000")),
            credential: .fixed(Secret("sk-recorded-master"))
        ) { _ throws(TransferError) in
            HTTPClient.Response(
                status: recording.status, headers: recording.headers.map { (name: $0.key, value: $0.value) },
                body: Array(recording.body.utf8))
        }
    }

    private func body(of recording: Recording) throws -> Body {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Body.self, from: Data(recording.body.utf8))
    }

    private func expectedReason(_ recording: Recording) -> AdminError.Reason? {
        recording.expectedReason
    }

    private func expectSame(_ row: TeamRow, _ recorded: Row) {
        #expect(row.teamID == recorded.teamId)
        #expect(row.spend == recorded.spend)
        #expect(row.maxBudget == recorded.maxBudget.map { .value($0) } ?? .null)
        #expect(row.budgetResetAt == recorded.budgetResetAt)
    }

    private func expectSame(_ row: KeyRow, _ recorded: Row) {
        #expect(row.token == recorded.token)
        #expect(row.spend == recorded.spend)
        #expect(row.maxBudget == recorded.maxBudget.map { .value($0) } ?? .null)
        #expect(row.budgetResetAt == recorded.budgetResetAt)
    }

    @Test("recordings are there")
    func recordingsAreThere() {
        #expect(Self.recordings(of: "/v2/team/list").count >= 12)
        #expect(Self.recordings(of: "/team/info").count >= 20)
        #expect(Self.recordings(of: "/key/list").count >= 12)
        #expect(Self.recordings(of: "/key/info").count >= 18)
    }

    @Test("team lists decode to every row, or are classified", arguments: recordings(of: "/v2/team/list"))
    func teamLists(recording: Recording) async throws {
        do {
            let page = try await api(answering: recording).teams(PageRequest(number: 1, size: 100))
            #expect(recording.status == 200)
            let recorded = try #require(try body(of: recording).teams)
            #expect(page.badElements == 0)
            #expect(page.rows.count == recorded.count)
            for (row, expected) in zip(page.rows, recorded) { expectSame(row, expected) }
        } catch let error as AdminError {
            #expect(error.reason == expectedReason(recording), "\(error)")
            #expect(error.status == recording.status)
        }
    }

    @Test("single teams decode, or are classified", arguments: recordings(of: "/team/info"))
    func teams(recording: Recording) async throws {
        do {
            let row = try await api(answering: recording).team(id: recording.asked("team_id") ?? "").team
            #expect(recording.status == 200)
            expectSame(row, try #require(try body(of: recording).teamInfo))
        } catch let error as AdminError {
            #expect(error.reason == expectedReason(recording), "\(error)")
        }
    }

    @Test(
        "key lists with whole objects decode to every row, those of hashes to every hash, errors are classified",
        arguments: recordings(of: "/key/list"))
    func keyLists(recording: Recording) async throws {
        let firstPage = PageRequest(number: 1, size: 100)
        do {
            let page = try await api(answering: recording).keys(firstPage)
            #expect(recording.status == 200)
            let recorded = try #require(try body(of: recording).keys)
            #expect(page.badElements == 0)
            #expect(page.rows.count == recorded.count)
            for (row, expected) in zip(page.rows, recorded) { expectSame(row, expected) }
        } catch let error as AdminError where recording.status == 200 {
            // Asked without `return_full_object`, or of a proxy that does not know it.
            #expect(error.isFromOlderProxy)
            let page = try await api(answering: recording).keyHashes(firstPage)
            #expect(page.badElements == 0 && !page.rows.isEmpty)
            #expect(page.rows == (try Hashes(in: recording).keys))
        } catch let error as AdminError {
            #expect(error.reason == expectedReason(recording), "\(error)")
        }
    }

    @Test("single keys decode, deleted ones say so, errors are classified", arguments: recordings(of: "/key/info"))
    func keys(recording: Recording) async throws {
        do {
            let api = try api(answering: recording)
            let row =
                if let asked = recording.asked("key") { try await api.key(hash: asked) } else {
                    try await api.ownKey().row
                }
            #expect(recording.status == 200)
            expectSame(row, try #require(try body(of: recording).info))
            #expect((row.status == "deleted") == recording.body.contains("deleted_at"))
        } catch let error as AdminError {
            #expect(error.reason == expectedReason(recording), "\(error)")
        }
    }

    @Test("a key that is asked for without naming it answers with its hash")
    func ownKey() async throws {
        let (hash, row) = try await api(answering: Recording.named("key-info-self")).ownKey()
        #expect(hash.map(KeyHash.isHash) == true)
        #expect(row.teamID != nil)
    }

    @Test("an echoed secret never becomes an identifier")
    func echoedSecret() async throws {
        let recording = try Recording.named("key-info-deleted")
        #expect(recording.body.contains("\"key\":\"sk-"))
        #expect(try await api(answering: recording).ownKey().hash == nil)
    }

    @Test("no explanation repeats a body: no hash, no key, no driver's words")
    func explanationsAreOurOwn() async throws {
        for recording in Self.recordings(of: "/v2/team/list", "/team/info", "/key/list", "/key/info")
        where recording.status != 200 {
            let error = try await #require(throws: AdminError.self) {
                _ = try await api(answering: recording).team(id: "any")
            }
            let text = "\(error)"
            #expect(!text.contains("sk-recorded"), "\(recording.name): \(text)")
            #expect(!text.contains("connection attempts"), "\(recording.name): \(text)")
            #expect(text.firstMatch(of: /[0-9a-f]{32}/) == nil, "\(recording.name): \(text)")
            #expect(text.hasPrefix("GET /team/info answered \(recording.status) ("))
        }
    }

    @Test("readiness tells whether the database is there")
    func readiness() async throws {
        #expect(try await api(answering: Recording.named("health-readiness")).databaseState() == .connected)
        #expect(try await api(answering: Recording.named("dbdown-health-readiness")).databaseState() == .away)
        #expect(try await api(answering: Recording.named("health-liveliness")).databaseState() == .unknown)
    }
}
