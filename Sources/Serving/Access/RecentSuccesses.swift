/// The fingerprints of logins that succeeded, as many as fit; the oldest goes first.
///
/// Only successes are kept: whoever guesses wrong can neither fill it nor push anybody out.
struct RecentSuccesses {
    static let capacity = 100

    private var fingerprints: Set<[UInt8]> = []
    private var inOrder: [[UInt8]] = []

    var count: Int { inOrder.count }

    func contains(_ fingerprint: [UInt8]) -> Bool {
        fingerprints.contains(fingerprint)
    }

    mutating func insert(_ fingerprint: [UInt8]) {
        guard fingerprints.insert(fingerprint).inserted else { return }
        inOrder.append(fingerprint)
        if inOrder.count > Self.capacity { fingerprints.remove(inOrder.removeFirst()) }
    }
}
