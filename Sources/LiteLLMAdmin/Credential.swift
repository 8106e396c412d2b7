public import Curl
import FoundationEssentials

/// Where the proxy's key comes from.
///
/// A file is read for each request: it is a few bytes, and so a rotated key or a swapped Kubernetes mount is in use at
/// once, with no state that could be out of date.
public enum Credential: Sendable {
    case fixed(Secret)
    case file(path: String)

    /// The key to send now.
    public func secret() throws(CredentialError) -> Secret {
        switch self {
        case .fixed(let secret): return try Self.validated(secret.reveal(), source: nil)
        case .file(let path):
            guard let bytes = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
            guard bytes.count <= 4096, let text = String(validating: bytes, as: UTF8.self) else {
                throw .notAKey(path: path)
            }
            return try Self.validated(text, source: path)
        }
    }

    private static func validated(_ text: String, source: String?) throws(CredentialError) -> Secret {
        let isSpace: (Character) -> Bool = { $0.isWhitespace || $0.isNewline }
        var key = text.drop(while: isSpace)
        while let last = key.last, isSpace(last) { key.removeLast() }
        guard !key.isEmpty else { throw .empty(path: source) }
        guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .notAKey(path: source) }
        return Secret(String(key))
    }
}

/// Why there is no key to send. Never holds what was read.
public enum CredentialError: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable(path: String)
    case empty(path: String?)
    case notAKey(path: String?)

    public var description: String {
        switch self {
        case .unreadable(let path):
            "\(Self.named(path)) cannot be read; check that it exists, is a file, and that the exporter's user may read it"
        case .empty(let path): "\(Self.named(path)) is empty; put the key into it"
        case .notAKey(let path):
            "\(Self.named(path)) holds no key: there are spaces, line breaks or characters outside ASCII in it"
        }
    }

    private static func named(_ path: String?) -> String {
        // Somebody may have written the key itself where its file is to be named.
        path.map { $0.hasPrefix("sk-") ? "the key file" : "the key file \($0)" } ?? "the variable"
    }
}
