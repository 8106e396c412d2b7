import Curl
import Glibc
import Testing

extension EndToEndTests {
    /// What systemd is told of a unit of `Type=notify`.
    @Suite("A service manager")
    struct ServiceManagerTests {
        @Test("It is told when connections are accepted, at each page that the program lives, and when it stops")
        func notices() async throws {
            let socket = try NoticeSocket(abstract: "@litellm-budget-exporter-test-\(getpid())")
            var notices: [String] = []
            try await RunningExporter.with(["demo"], environment: ["NOTIFY_SOCKET": socket.name]) { exporter in
                try await waitUntil("two signs of life", context: { "\(notices)" }) {
                    notices += socket.notices()
                    return notices.count { $0 == "WATCHDOG=1" } > 1
                }
                #expect(notices.count { $0 == "READY=1" } == 1)
                #expect(Set(notices) == ["READY=1", "WATCHDOG=1"])
            }
            notices += socket.notices()
            // One more page is published at the end, when nothing changes any more.
            #expect(notices.count { $0 == "STOPPING=1" } == 1)
        }

        @Test(
            "A socket that is not there, or no name of one, harms nothing",
            arguments: ["@nobody", "/nowhere/socket", "", "x"])
        func nobodyListens(_ name: String) async throws {
            let outcome = try await RunningExporter.with(["demo"], environment: ["NOTIFY_SOCKET": name]) { exporter in
                let status = try await exporter.get("/-/healthy").status
                #expect(status == 200)
            }.outcome
            #expect(outcome.status == 0)
        }
    }
}
