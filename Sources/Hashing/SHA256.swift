/// SHA-256 (FIPS 180-4), by which LiteLLM names keys and by which ids that could be addresses of people are shown.
///
/// A hash in plain Swift, as a package for this one function would bring a second TLS library along. How long it takes
/// depends on the length of a text only.
public enum SHA256 {
    /// The digest of the text's UTF-8, as 64 lower-case hexadecimal digits.
    public static func hexDigest(_ text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest(Array(text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The 32 bytes of a digest that only who has the key can make (HMAC, RFC 2104).
    public static func authenticationCode(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? digest(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        return digest(block.map { $0 ^ 0x5C } + digest(block.map { $0 ^ 0x36 } + message))
    }

    /// The 32 bytes of the digest.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        let message = padded(bytes)
        var state = State()
        var schedule = [UInt32](repeating: 0, count: 64)
        for block in stride(from: 0, to: message.count, by: 64) {
            expand(message[block..<block + 64], into: &schedule)
            state.compress(schedule)
        }
        return state.bytes
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        var message = bytes
        message.append(0x80)
        while message.count % 64 != 56 { message.append(0) }
        let bitCount = UInt64(bytes.count) * 8
        for shift in stride(from: 56, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
        }
        return message
    }

    /// Makes the 64 words of the message schedule from a block of 64 bytes.
    private static func expand(_ block: ArraySlice<UInt8>, into schedule: inout [UInt32]) {
        for word in 0..<16 {
            schedule[word] = (0..<4).reduce(0) { $0 << 8 | UInt32(block[block.startIndex + word * 4 + $1]) }
        }
        for word in 16..<64 {
            let early = schedule[word - 15]
            let late = schedule[word - 2]
            let mixedEarly = rotated(early, 7) ^ rotated(early, 18) ^ (early >> 3)
            let mixedLate = rotated(late, 17) ^ rotated(late, 19) ^ (late >> 10)
            schedule[word] = schedule[word - 16] &+ mixedEarly &+ schedule[word - 7] &+ mixedLate
        }
    }

    fileprivate static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
    fileprivate static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

/// The eight words that are the hash so far. An array of them would be allocated anew in each of the 64 rounds.
private struct State {
    private var words: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )

    mutating func compress(_ schedule: [UInt32]) {
        var (a, b, c, d, e, f, g, h) = words
        for round in 0..<64 {
            let choice = (e & f) ^ (~e & g)
            let majority = (a & b) ^ (a & c) ^ (b & c)
            let high = SHA256.rotated(e, 6) ^ SHA256.rotated(e, 11) ^ SHA256.rotated(e, 25)
            let low = SHA256.rotated(a, 2) ^ SHA256.rotated(a, 13) ^ SHA256.rotated(a, 22)
            let first = h &+ high &+ choice &+ SHA256.constants[round] &+ schedule[round]
            (a, b, c, d, e, f, g, h) = (first &+ low &+ majority, a, b, c, d &+ first, e, f, g)
        }
        words = (
            words.0 &+ a, words.1 &+ b, words.2 &+ c, words.3 &+ d, words.4 &+ e, words.5 &+ f, words.6 &+ g,
            words.7 &+ h
        )
    }

    var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3, words.4, words.5, words.6, words.7].flatMap { word in
            stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }
}
