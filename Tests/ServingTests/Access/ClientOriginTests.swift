import Glibc
import Testing
import Threading

@testable import Serving

@Suite("Whom attempts are counted for") struct ClientOriginTests {
    @Test(
        "an IPv4 address counts alone, an IPv6 address with all of its network",
        arguments: [
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8::1", "2001:db8:0:0:ffff:ffff:ffff:ffff", true), ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false), ("::ffff:192.0.2.1", "::FFFF:c000:201", true),
            ("unknown", "unknown", true), ("", "unknown", false),
        ])
    func origins(first: String, second: String, areOne: Bool) {
        #expect((ClientOrigin(address: first) == ClientOrigin(address: second)) == areOne)
    }

    @Test("one network of IPv6 gets the places of one address")
    func flood() async {
        let gate = Locked(false)
        let checks = PasswordChecks { _, _ in
            // Not for ever: with places for all, what opens the gate never comes.
            for _ in 0..<10_000 where !gate.withLock({ $0 }) { usleep(1000) }
            gate.withLock { $0 = true }
            return false
        }
        let refused = await withTaskGroup(of: Bool.self) { group in
            // Fewer than there are places for all together.
            for number in 0..<20 {
                group.addTask {
                    let login = Login(user: "alice", password: [UInt8(number)])
                    let outcome = await checks.outcome(
                        of: login, from: "2001:db8::\(number)", among: ["alice": .alice])
                    if outcome == .busy { gate.withLock { $0 = true } }
                    return outcome == .busy
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(refused > 0)
    }
}
