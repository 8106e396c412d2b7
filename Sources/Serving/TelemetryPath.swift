/// The path of the page that Prometheus reads.
public struct TelemetryPath: Hashable, Sendable {
    public static let standard = TelemetryPath(valid: "/metrics")

    /// As requests have to spell it, byte for byte.
    public let text: String

    /// Reads a path such as `/metrics`. It must leave `/` and what lies under `/-/`, `/api/` and `/teams/` to the server's
    /// other pages, and be written in the characters that a URL path needs no escape for.
    public init(_ text: String) throws(Malformed) {
        guard text.hasPrefix("/"), text != "/", !text.hasPrefix("//"), text.utf8.allSatisfy(Self.isPathByte) else {
            throw Malformed(text: text, problem: .notAPath)
        }
        guard !["/-", "/api", "/teams"].contains(where: { text == $0 || text.hasPrefix($0 + "/") }) else {
            throw Malformed(text: text, problem: .taken)
        }
        self.text = text
    }

    private init(valid text: String) {
        self.text = text
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "/-._~!$&'()*+,;=:@".utf8.contains(byte)
        }
    }

    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        public enum Problem: Hashable, Sendable {
            case notAPath
            case taken
        }

        public let text: String
        public let problem: Problem

        public var description: String {
            switch problem {
            case .notAPath:
                "\"\(text)\" cannot be the path of the metrics page; write one such as /metrics, with letters, digits and "
                    + "-._~ after the first slash"
            case .taken:
                "\"\(text)\" is kept for other pages of the exporter, as all under /-/, /api/ and /teams/ is; write one such as /metrics"
            }
        }
    }
}
