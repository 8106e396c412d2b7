import Glibc
import Testing
import Threading

@testable import Serving

@Suite(.timeLimit(.minutes(2))) struct PasswordChecksTests {
    private static let users: [String: BcryptHash] = ["alice": .alice, "bob": .bob]

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

    @Test("name and password are told apart by their lengths, not by what stands between them")
    func boundaries() async {
        let users: [String: BcryptHash] = ["alice": .alice, "alic": .alice]
        let checks = PasswordChecks { password, _ in password == Array("wonderland".utf8) }
        #expect(await checks.outcome(of: Self.login("alice", "wonderland"), from: "a", among: users) == .right)
        #expect(await checks.outcome(of: Self.login("alic", "ewonderland"), from: "a", among: users) == .wrong)
    }

    @Test("one address gets a few places in the queue, all together get a few more, and the rest is told to come again")
    func flood() async {
        let gate = Locked(false)
        let checks = PasswordChecks { _, _ in
            while !gate.withLock({ $0 }) { usleep(1000) }
            return false
        }
        let outcomes = await withTaskGroup(of: (String, PasswordChecks.Outcome).self) { group in
            for number in 0..<20 {
                for address in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] {
                    group.addTask {
                        let login = Self.login("alice", "\(number)")
                        return (address, await checks.outcome(of: login, from: address, among: Self.users))
                    }
                }
            }
            var outcomes: [(String, PasswordChecks.Outcome)] = []
            for await outcome in group {
                outcomes.append(outcome)
                // All that do not fit are refused while the first check still runs.
                if outcomes.count == 200 - PasswordChecks.places { gate.withLock { $0 = true } }
            }
            return outcomes
        }
        let checked = outcomes.filter { $0.1 == .wrong }
        #expect(checked.count == PasswordChecks.places)
        #expect(outcomes.filter { $0.1 == .busy }.count == 200 - PasswordChecks.places)
        let perAddress = Dictionary(grouping: checked, by: \.0).mapValues(\.count)
        #expect(perAddress.values.allSatisfy { $0 <= PasswordChecks.placesOfOneAddress }, "\(perAddress)")
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
        await withTaskGroup { group in
            for number in 0..<PasswordChecks.placesOfOneAddress {
                group.addTask {
                    _ = await checks.outcome(of: Self.login("alice", "\(number)"), from: "b", among: Self.users)
                }
            }
            #expect(await checks.outcome(of: alice, from: "b", among: Self.users) == .right)
            gate.withLock { $0 = true }
        }
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
