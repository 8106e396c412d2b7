import Hashing

/// The users of a web configuration, each with the hash of the password.
struct Users: Sendable {
    private let hashes: [String: BcryptHash]
    /// All hashes, in the order of their users' names.
    private let decoys: [BcryptHash]
    /// Nobody can reckon with it who does not know the hashes.
    private let key: [UInt8]

    init(_ hashes: [String: BcryptHash]) {
        self.hashes = hashes
        decoys = hashes.sorted { $0.key < $1.key }.map(\.value)
        key = SHA256.authenticationCode(of: decoys.flatMap(\.bytes), key: [])
    }

    var isEmpty: Bool { hashes.isEmpty }

    /// The hash to hold a password against: the user's own or, for a name that nobody has, the hash of another, always the
    /// same while the users are the same, be the exporter started anew. So the time does not tell which names exist, whatever
    /// costs the hashes have. Nil where there are no users.
    func hash(for name: String) -> (hash: BcryptHash, isOwn: Bool)? {
        guard !decoys.isEmpty else { return nil }
        // Reckoned for those that exist too, as that takes its time.
        let code = SHA256.authenticationCode(of: Array(name.utf8), key: key)
        let decoy = decoys[(Int(code[0]) << 16 | Int(code[1]) << 8 | Int(code[2])) % decoys.count]
        let own = hashes[name]
        return (own ?? decoy, own != nil)
    }
}
