import Hashing
import ServiceLifecycle
import Threading

/// Checks passwords, of which each check is costly on purpose, without letting strangers use that up.
///
/// Checks run one after the other on a thread of their own, so that neither event loops nor the threads of the pool wait
/// for them. Who logged in lately is let in without a check, whatever others do. As many wait as there are places, of which
/// one address gets a few only, and addresses take turns: a flood of wrong passwords from one address keeps those from
/// another waiting for one check. A flood from many takes all places, and others are told to come again.
final class PasswordChecks: Sendable {
    enum Outcome: Hashable, Sendable {
        case right
        case wrong
        /// Too many checks wait already, or nobody waits for this one any more.
        case busy
    }

    typealias Check = @Sendable (_ password: [UInt8], _ hash: BcryptHash) -> Bool

    static let places = 32
    static let placesOfOneAddress = 4

    private actor Checker {
        private let executor = ThreadExecutor()
        private let check: Check

        init(_ check: @escaping Check) {
            self.check = check
        }

        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        func matches(_ password: [UInt8], _ hash: BcryptHash) -> Bool { check(password, hash) }
    }

    private let checker: Checker
    private let key: [UInt8]
    private let turns = Turns(places: places, ofOneOrigin: placesOfOneAddress)
    // Requests are answered on several threads.
    private let successes = Locked(RecentSuccesses())

    /// - Parameter check: What a test counts.
    init(check: @escaping Check = { password, hash in hash.matches(password) }) {
        checker = Checker(check)
        var random = SystemRandomNumberGenerator()
        key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// Whether somebody is who he says.
    ///
    /// Costs a check for users that there are not, too.
    ///
    /// - Parameter isAwaited: Whether somebody still waits for the answer.
    func outcome(
        of login: Login, from address: String, among users: Users,
        whileAwaited isAwaited: @Sendable () -> Bool = { true }
    ) async -> Outcome {
        guard let (hash, isKnown) = users.hash(for: login.user) else { return .wrong }
        let fingerprint = fingerprint(of: login, hash)
        let succeededLately = successes.withLock { $0.contains(fingerprint) }
        if isKnown, succeededLately { return .right }
        let matches = await turns.take(for: ClientOrigin(address: address)) { () -> Bool? in
            // A check takes up to seconds: those that are left waiting must not hold up others, or the exporter's end.
            guard isAwaited(), !Task.isCancelled, !Task.isShuttingDownGracefully else { return nil }
            return await checker.matches(login.password, hash)
        }
        guard case let matches?? = matches else { return .busy }
        guard isKnown, matches else { return .wrong }
        successes.withLock { $0.insert(fingerprint) }
        return .right
    }

    /// What stands for a login in memory. The parts are told apart by their lengths, so that no other parts give the same.
    private func fingerprint(of login: Login, _ hash: BcryptHash) -> [UInt8] {
        let user = Array(login.user.utf8)
        let parts = [user, hash.bytes, login.password]
        let message = parts.flatMap { part in
            (0..<8).map { UInt8(truncatingIfNeeded: part.count >> ($0 * 8)) } + part
        }
        return SHA256.authenticationCode(of: message, key: key)
    }
}
