import Serving
import TestSupport
import Testing

@testable import Polling

@Suite("Pages are as their golden files have them; `make docs` writes those:", .timeLimit(.minutes(10)))
struct PageDocumentTests {
    @Test("that of all teams")
    func budgets() async throws {
        try await RunningServer.with(
            { $0.banner = "Made-up numbers: this is a demonstration." }, snapshot: Snapshot.sample(at:)
        ) { server async throws in
            let reply = try await server.ask("GET", "/")
            #expect(try GeneratedDocument("Tests/ServingTests/Golden/budgets.html").matches(reply.text))
            #expect(reply.header("Content-Type") == "text/html; charset=utf-8")
            #expect(reply.header("Referrer-Policy") == "no-referrer")
        }
    }

    @Test("that of one team, and its document")
    func team() async throws {
        try await RunningServer.with(course: Report.sampleCourse) { server async throws in
            server.publish(Report.ofOneTeam(at: server.time))
            let page = try await server.ask("GET", "/teams/t-1")
            #expect(try GeneratedDocument("Tests/ServingTests/Golden/team.html").matches(page.text))
            let document = try await server.ask("GET", "/api/v1/teams/t-1")
            #expect(document.header("Content-Type") == "application/json")
            #expect(try GeneratedDocument("Tests/ServingTests/Golden/team.json").matches(document.text))
        }
    }
}
