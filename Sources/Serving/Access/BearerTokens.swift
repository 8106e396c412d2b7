/// Tokens of which each lets in (RFC 6750): an extension of the toolkit's format, for scrapers that have no user.
struct BearerTokens: Sendable {
    /// Fewer characters could be guessed.
    static let shortest = 16

    private let tokens: [[UInt8]]

    /// - Parameter text: One token a line; empty lines and lines that begin with `#` are passed over.
    init(_ text: String) throws(Malformed) {
        var tokens: [[UInt8]] = []
        let isSpace: (UInt8) -> Bool = { [0x20, 0x09, 0x0D].contains($0) }
        // By bytes: a line break of Windows is one Character, which is not "\n".
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let token = Array(line.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
            if token.isEmpty || token[0] == UInt8(ascii: "#") { continue }
            guard token.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .notAToken(line: index + 1) }
            guard token.count >= Self.shortest else { throw .tooShort(line: index + 1) }
            tokens.append(token)
        }
        guard !tokens.isEmpty else { throw .empty }
        self.tokens = tokens
    }

    /// - Parameter token: What follows the word `Bearer`.
    func contain(_ token: Substring) -> Bool {
        let token = Array(token.utf8)
        // Each is looked at, so that the time does not tell which was nearly right.
        return tokens.count { ConstantTime.areEqual($0, token) } > 0
    }

    /// Never holds what was read.
    enum Malformed: Error, Hashable, CustomStringConvertible {
        case empty
        case notAToken(line: Int)
        case tooShort(line: Int)

        var description: String {
            switch self {
            case .empty: "holds no token; write one a line"
            case .notAToken(let line): "line \(line) is no token: there are spaces or characters outside ASCII in it"
            case .tooShort(let line):
                "the token of line \(line) could be guessed; make one with: openssl rand -hex 32"
            }
        }
    }
}
