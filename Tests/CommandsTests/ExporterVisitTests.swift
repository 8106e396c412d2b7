import TestSupport
import Testing

@testable import Commands

@Suite("Visits to a running exporter") struct ExporterVisitTests {
    @Test(
        "a login or token is shown only to whom a certificate vouches for: a health check believes anybody and shows none"
    )
    func secrets() async throws {
        try await ScratchFolder.with { folder in
            for (flag, secret) in [("token", "a-token-of-many-digits"), ("login", "alice:wonderland")] {
                let path = try folder.write(flag, secret)
                let settings = try resolve(
                    ["--client.\(flag)-file", path],
                    environment: ["LITELLM_URL": "http://localhost:1", "LITELLM_API_KEY": "k"]
                ).settings
                for (trust, count) in [(ExporterVisit.Trust.anybody, 0), (.certificate, 1)] {
                    let visit = try ExporterVisit(settings, trust: trust, connectTimeout: .seconds(5))
                    #expect(visit.headers.count == count, "--client.\(flag)-file, \(trust)")
                }
            }
        }
    }
}
