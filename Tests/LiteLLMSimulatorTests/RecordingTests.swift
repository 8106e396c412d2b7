import TestSupport
import Testing

@testable import LiteLLMSimulator

/// The simulator against what a real LiteLLM 1.106.2 answered to the same requests.
@Suite struct RecordingTests {
    /// The same status, content type and error body; in a 200 every member with the same value, but for a few
    /// that the simulator does not keep.
    @Test(arguments: try Recording.all().filter { Self.isFromBeforeTheDeletions($0) })
    func answersAsLiteLLMDid(_ recording: Recording) async throws {
        let proxy = try RecordedWorld.proxy()
        try await compare(await proxy.respond(to: request(recording)), with: recording)
    }

    @Test(arguments: [
        "key-info-deleted", "key-list-deleted", "key-info-of-deleted-team", "team-info-deleted", "v2-team-list-deleted",
    ])
    func answersForDeletedRowsAsLiteLLMDid(_ name: String) async throws {
        let proxy = try RecordedWorld.proxy()
        let deletedKey = SimulatedKey.token(of: "sk-recorded-key-0011")
        if name != "key-list-deleted" { await proxy.apply(.deleteTeam(id: RecordedWorld.deletedTeamID)) }
        await proxy.apply(.deleteKey(token: deletedKey))
        let recording = try Recording.named(name)
        try await compare(await proxy.respond(to: request(recording)), with: recording)
    }

    @Test(
        arguments: try Recording.all().filter {
            Self.isOfTheRebuiltProxy($0) && $0.name.hasPrefix("dbdown-") && $0.status != 200
        })
    func answersWithoutItsDatabaseAsLiteLLMDid(_ recording: Recording) async throws {
        let proxy = try RecordedWorld.proxy()
        // The team's own key was in use shortly before the outage.
        let info = try Recording.named("team-info-own-team-key")
        #expect(await proxy.respond(to: request(info)).status == 200)
        await proxy.inject(Fault(.databaseOutage))
        try await compare(await proxy.respond(to: request(recording)), with: recording)
    }

    /// Others were taken from other rows, at another time.
    private static func isOfTheRebuiltProxy(_ recording: Recording) -> Bool {
        ["Sat, 21 Nov 2026 00:48", "Sat, 21 Nov 2026 00:49"].contains {
            recording.headers["date"]?.hasPrefix($0) == true
        }
    }

    private static func isFromBeforeTheDeletions(_ recording: Recording) -> Bool {
        let others = ["dbdown-", "budget-reset-"]
        // Taken later: after rows were edited, blocked or deleted.
        let later = [
            "deleted", "team-info-blocked", "team-list-by-organization", "key-info-of-deleted-team",
            "team-info-wrong-method", "key-info-management-key",
            // Equal spends come in any order.
            "key-list-sorted",
        ]
        return isOfTheRebuiltProxy(recording) && !others.contains { recording.name.hasPrefix($0) }
            && !later.contains { recording.name.contains($0) }
    }

    private func request(_ recording: Recording) -> SimulatedRequest {
        SimulatedRequest(
            method: recording.method, target: recording.target,
            headers: recording.sent.map { (name: $0.key, value: $0.value) })
    }

    private func compare(_ response: SimulatedResponse, with recording: Recording) async throws {
        #expect(response.status == recording.status, "\(response.text.prefix(300))")
        let contentType = response.headers.first { $0.name == "content-type" }?.value
        #expect(contentType == recording.headers["content-type"])
        let ours = try JSONTree.parse(Self.withoutClock(response.text)).withUnorderedRowsSorted
        let theirs = try JSONTree.parse(Self.withoutClock(recording.body)).withUnorderedRowsSorted
        let differences = ours.differences(from: theirs, ignoring: Self.untold)
        #expect(differences.isEmpty, "\(differences.prefix(20).joined(separator: "\n"))")
    }

    /// Who made or deleted a row, when its settings changed and which models it is for: the simulator keeps none of it.
    private static let untold: Set<String> = [
        "created_by", "updated_by", "settings_updated_at", "key_type", "id", "deleted_at", "models",
    ]

    /// An expired key's refusal holds the time of day.
    private static func withoutClock(_ text: String) -> String {
        guard let range = text.firstRange(of: "current time ") else { return text }
        return String(text[..<range.upperBound]) + text[range.upperBound...].drop { $0 != "\"" }
    }
}

extension JSONTree {
    /// A team's keys and memberships, and the teams of an unpaged list, come in whatever order the database has.
    fileprivate var withUnorderedRowsSorted: JSONTree {
        switch self {
        case .array(let teams):
            return .array(teams.map(\.withUnorderedRowsSorted).sorted(by: "team_id").sorted(by: "budget_id"))
        case .object(var members) where members["team_memberships"] != nil:
            members["keys"] = members["keys"].map { .array($0.elements.sorted(by: "token")) }
            members["team_memberships"] = members["team_memberships"].map { .array($0.elements.sorted(by: "user_id")) }
            return .object(members)
        default: return self
        }
    }
}

extension [JSONTree] {
    fileprivate func sorted(by name: String) -> [JSONTree] {
        sorted { ($0[name].string ?? "") < ($1[name].string ?? "") }
    }
}
