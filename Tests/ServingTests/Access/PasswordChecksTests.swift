import Glibc
import Testing
import Threading

@testable import Serving

@Suite(.timeLimit(.minutes(10))) struct PasswordChecksTests {
    private static let users: Users = ["alice": .alice, "bob": .bob]

    /// Counts the costly checks, and says of each password whether it is right without one.
    private final class Counted: Sendable {
        let checked = Locked<[BcryptHash]>([])

        var count: Int { checked.withLock { $0.count } }

        func checks() -> PasswordChecks {
            PasswordChecks { password, hash in
                self.checked.withLock { $0.append(hash) }
                return password == Array((hash == .alice ? "wonderland" : "looking-glass").utf8)
            }
        }
    }

    private static func login(_ user: String, _ password: String) -> Login {
        Login(user: user, password: Array(password.utf8))
    }

    @Test("an unknown user costs one check, as a wrong password does, and each time the same one")
    func unknownUsers() async throws {
        let counted = Counted()
        let checks = counted.checks()
        for (user, password) in [("alice", "wrong"), ("mallory", "wrong"), ("mallory", "wonderland"), ("", "")] {
            let before = counted.count
            let outcome = await checks.outcome(of: Self.login(user, password), from: "a", among: Self.users)
            #expect(outcome == .wrong, "\(user) \(password)")
            #expect(counted.count == before + 1, "\(user) \(password)")
        }
        let hashes = counted.checked.withLock { $0 }
        try #require(hashes.count == 4)
        #expect(hashes[1] == hashes[2], "mallory is always compared with the same hash")
    }

    @Test("unknown users look like any of those that there are, whatever each one's hash costs")
    func decoys() async {
        let counted = Counted()
        let checks = counted.checks()
        for number in 0..<64 {
            _ = await checks.outcome(of: Self.login("user-\(number)", "x"), from: "a", among: Self.users)
        }
        #expect(Set(counted.checked.withLock { $0 }) == [.alice, .bob])
    }

    @Test("after a restart unknown users cost what they cost before")
    func decoysStay() async {
        let hashes = (0..<2).map { _ in
            let users: Users = ["alice": .alice, "bob": .bob]
            return (0..<64).map { users.hash(for: "user-\($0)")?.hash }
        }
        #expect(hashes[0] == hashes[1])
    }

    @Test("nobody gets in as an unknown user, even by a password that is another one's and was right a moment ago")
    func foreignPassword() async {
        let checks = Counted().checks()
        for (user, password) in [("alice", "wonderland"), ("bob", "looking-glass")] {
            #expect(await checks.outcome(of: Self.login(user, password), from: "a", among: Self.users) == .right)
        }
        for number in 0..<16 {
            for password in ["wonderland", "looking-glass"] {
                let login = Self.login("user-\(number)", password)
                #expect(await checks.outcome(of: login, from: "a", among: Self.users) == .wrong)
            }
        }
        #expect(await checks.outcome(of: Self.login("bob", "wonderland"), from: "a", among: Self.users) == .wrong)
    }

    @Test("who logged in lately costs nothing, until his hash changes or he is gone")
    func cache() async {
        let counted = Counted()
        let checks = counted.checks()
        let alice = Self.login("alice", "wonderland")
        for _ in 0..<5 {
            #expect(await checks.outcome(of: alice, from: "a", among: Self.users) == .right)
        }
        #expect(counted.count == 1)
        // Another hash, to which the password does not belong.
        #expect(await checks.outcome(of: alice, from: "a", among: ["alice": .bob]) == .wrong)
        #expect(counted.count == 2)
        #expect(await checks.outcome(of: alice, from: "a", among: ["bob": .bob]) == .wrong)
        #expect(await checks.outcome(of: alice, from: "a", among: [:]) == .wrong)
    }

    @Test("a wrong password is checked each time: nothing of failures is kept")
    func failuresAreNotKept() async {
        let counted = Counted()
        let checks = counted.checks()
        for _ in 0..<3 { _ = await checks.outcome(of: Self.login("alice", "x"), from: "a", among: Self.users) }
        #expect(counted.count == 3)
    }

    @Test("parts of a login are told apart by their lengths: who may choose a password cannot log in as somebody else")
    func boundaries() async {
        let alice = String(decoding: BcryptHash.alice.bytes, as: UTF8.self)
        let bob = String(decoding: BcryptHash.bob.bytes, as: UTF8.self)
        // Name, hash and password of both come to the same text in a row.
        let users: Users = ["alice": .alice, "alice\(alice)": .bob]
        let checks = PasswordChecks { password, _ in password == Array("\(bob)y".utf8) }
        #expect(await checks.outcome(of: Self.login("alice", "\(bob)y"), from: "a", among: users) == .right)
        #expect(await checks.outcome(of: Self.login("alice\(alice)", "y"), from: "a", among: users) == .wrong)
    }

    @Test(
        "one address gets a few places in the queue, all together get a few more, and the rest is told to come again",
        arguments: [
            (1, PasswordChecks.placesOfOneAddress), (2, 2 * PasswordChecks.placesOfOneAddress),
            (10, PasswordChecks.places),
        ])
    func flood(addresses: Int, places: Int) async {
        let gate = Locked(false)
        let checks = PasswordChecks { _, _ in
            // Not for ever: with too many places, what opens the gate never comes.
            for _ in 0..<20_000 where !gate.withLock({ $0 }) { usleep(1000) }
            return false
        }
        let outcomes = await withTaskGroup(of: PasswordChecks.Outcome.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let login = Self.login("alice", "\(number)")
                    return await checks.outcome(of: login, from: "\(number % addresses)", among: Self.users)
                }
            }
            var outcomes: [PasswordChecks.Outcome] = []
            for await outcome in group {
                outcomes.append(outcome)
                // All that do not fit are refused while the first check still runs; with too many places, none may be.
                if outcomes.count == 200 - places || outcome != .busy { gate.withLock { $0 = true } }
            }
            return outcomes
        }
        #expect(outcomes.count { $0 == .wrong } == places)
        #expect(outcomes.count { $0 == .busy } == 200 - places)
    }

    @Test("whoever logged in lately gets in while strangers fill the queue")
    func floodSparesFriends() async {
        let gate = Locked(true)
        let checks = PasswordChecks { password, _ in
            while !gate.withLock({ $0 }) { usleep(1000) }
            return password == Array("wonderland".utf8)
        }
        let alice = Self.login("alice", "wonderland")
        #expect(await checks.outcome(of: alice, from: "a", among: Self.users) == .right)
        gate.withLock { $0 = false }
        await withTaskGroup(of: PasswordChecks.Outcome.self) { group in
            for number in 0...PasswordChecks.placesOfOneAddress {
                group.addTask {
                    await checks.outcome(of: Self.login("alice", "\(number)"), from: "b", among: Self.users)
                }
            }
            #expect(await group.next() == .busy, "all places are taken but one too few")
            #expect(await checks.outcome(of: alice, from: "b", among: Self.users) == .right)
            gate.withLock { $0 = true }
        }
    }

    @Test("addresses take turns: who comes alone waits for one check of a flood, not for all of it")
    func turns() async throws {
        let gate = Locked(false)
        let order = Locked<[String]>([])
        let checks = PasswordChecks { password, _ in
            while !gate.withLock({ $0 }) { usleep(1000) }
            order.withLock { $0.append(String(decoding: password, as: UTF8.self)) }
            return false
        }
        await withTaskGroup(of: PasswordChecks.Outcome.self) { group in
            for address in ["flood", "single", "other"] {
                for _ in 0...PasswordChecks.placesOfOneAddress {
                    group.addTask {
                        await checks.outcome(of: Self.login("alice", address), from: address, among: Self.users)
                    }
                }
                #expect(await group.next() == .busy, "the others wait")
            }
            gate.withLock { $0 = true }
        }
        let turns = order.withLock { $0 }
        try #require(turns.count == 3 * PasswordChecks.placesOfOneAddress)
        #expect(Set(turns[1...3]).count == 3, "\(turns)")
        #expect(Set(turns[4...6]).count == 3, "\(turns)")
    }

    enum Reason: CaseIterable, Sendable {
        case cancelled
        case clientGone
    }

    @Test("checks that wait and that nobody waits for any more are not made", arguments: Reason.allCases)
    func unawaited(reason: Reason) async {
        let gate = Locked(false)
        let counted = Locked(0)
        let isAwaited = Locked(true)
        let checks = PasswordChecks { _, _ in
            counted.withLock { $0 += 1 }
            while !gate.withLock({ $0 }) { usleep(1000) }
            return true
        }
        await withTaskGroup(of: PasswordChecks.Outcome.self) { group in
            for number in 0...PasswordChecks.placesOfOneAddress {
                group.addTask {
                    await checks.outcome(
                        of: Self.login("alice", "\(number)"), from: "a", among: Self.users,
                        whileAwaited: { isAwaited.withLock { $0 } })
                }
            }
            #expect(await group.next() == .busy, "the others wait")
            while counted.withLock({ $0 }) == 0 { try? await Task.sleep(for: .milliseconds(1)) }
            switch reason {
            case .cancelled: group.cancelAll()
            case .clientGone: isAwaited.withLock { $0 = false }
            }
            gate.withLock { $0 = true }
        }
        #expect(counted.withLock { $0 } == 1, "but for the one that was under way")
        #expect(await checks.outcome(of: Self.login("bob", "x"), from: "a", among: Self.users) == .right, "it goes on")
    }

    @Test("what is kept of successes is bounded, and the oldest goes first")
    func bound() {
        var successes = RecentSuccesses()
        for number in 0..<250 { successes.insert([UInt8(number)]) }
        successes.insert([249])
        #expect(successes.count == RecentSuccesses.capacity)
        #expect(!successes.contains([149]))
        #expect(successes.contains([150]) && successes.contains([249]))
    }
}
