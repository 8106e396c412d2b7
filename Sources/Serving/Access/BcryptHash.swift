import CLibcrypt
import Glibc

/// A password as bcrypt keeps it, `$2y$10$` and 53 further characters.
public struct BcryptHash: Hashable, Sendable {
    /// The costliest that is accepted: some two seconds a check.
    public static let highestCost = 15

    private let text: String
    /// The base-2 logarithm of the rounds.
    public let cost: Int

    public init(_ text: String) throws(Malformed) {
        let bytes = Array(text.utf8)
        guard bytes.count == 60, bytes.starts(with: "$2".utf8), "aby".utf8.contains(bytes[2]),
            bytes[3] == UInt8(ascii: "$"), bytes[6] == UInt8(ascii: "$"), bytes[7...].allSatisfy(Self.isDigit),
            bytes[4...5].allSatisfy({ (0x30...0x39).contains($0) }),
            let cost = Int(String(decoding: bytes[4...5], as: UTF8.self)), cost >= 4
        else { throw .notBcrypt }
        guard cost <= Self.highestCost else { throw .tooCostly(cost) }
        self.text = text
        self.cost = cost
    }

    /// A digit of bcrypt's own base 64.
    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2E...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// Never repeats the text: who took a password for its hash has just written the password.
    public enum Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        case notBcrypt
        case tooCostly(Int)

        public var description: String {
            switch self {
            case .notBcrypt: "is not a bcrypt hash; make one with: htpasswd -nBC 10 USER"
            case .tooCostly(let cost):
                "has the cost \(cost), so that each login would take seconds; make the hash with a cost up to "
                    + "\(BcryptHash.highestCost)"
            }
        }
    }

    /// What bcrypt sees of a password; of the rest it takes no notice.
    private static let longestPassword = 72
    /// How much of the text the rounds lead to, behind the salt.
    private static let checksumLength = 31

    /// Whether this is the password's hash. Takes as long as the cost says, tens of milliseconds at 10, whatever is asked.
    func matches(_ password: [UInt8]) -> Bool {
        let seen = password.prefix(Self.longestPassword)
        var memory: UnsafeMutableRawPointer?
        var size: Int32 = 0
        var phrase = seen.map { CChar(bitPattern: $0) } + [0]
        defer {
            explicit_bzero(&phrase, phrase.count)
            if let memory {
                explicit_bzero(memory, Int(size))
                free(memory)
            }
        }
        guard let result = crypt_ra(phrase, text, &memory, &size) else { return false }
        let computed = UnsafeBufferPointer(start: result, count: strlen(result)).map { UInt8(bitPattern: $0) }
        guard computed.count == text.utf8.count else { return false }
        // The salt is written back in its canonical form, which other programs do not keep to.
        let isEqual = ConstantTime.areEqual(
            Array(computed.suffix(Self.checksumLength)), Array(text.utf8.suffix(Self.checksumLength)))
        // The C library took what comes before a zero for all of it.
        return isEqual && !seen.contains(0)
    }
}

/// Printing it, or what holds it, does not show the hash: passwords can be tried against it.
extension BcryptHash: CustomStringConvertible, CustomReflectable {
    public var description: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

extension BcryptHash {
    /// For keys of a cache.
    var bytes: [UInt8] { Array(text.utf8) }
}
