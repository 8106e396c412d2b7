import FoundationEssentials

/// A name and a password, as a request gives them (RFC 7617).
struct Login: Sendable {
    var user: String
    var password: [UInt8]

    init(user: String, password: [UInt8]) {
        self.user = user
        self.password = password
    }

    /// - Parameter credentials: What follows the word `Basic`.
    init?(basic credentials: Substring) {
        guard let bytes = Data(base64Encoded: String(credentials)).map(Array.init),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let user = String(validating: bytes[..<colon], as: UTF8.self)
        else { return nil }
        self.init(user: user, password: Array(bytes[(colon + 1)...]))
    }
}
