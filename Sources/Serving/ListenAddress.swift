/// Where the server listens.
public struct ListenAddress: Hashable, Sendable {
    /// A name or an address, IPv6 without brackets; nil for all interfaces, IPv6 and IPv4.
    public var host: String?
    /// 0 takes any free port.
    public var port: Int

    public init(host: String? = nil, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `:4004`, `127.0.0.1:4004`, `localhost:4004` or `[::1]:4004`.
    public init(_ text: String) throws(Malformed) {
        guard let colon = text.lastIndex(of: ":") else { throw Malformed(text: text) }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits),
            port <= 65_535
        else { throw Malformed(text: text) }
        let host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]"), host.count > 2 {
            self.init(host: String(host.dropFirst().dropLast()), port: port)
        } else if !host.contains(where: { ":[]/ ".contains($0) }) {
            self.init(host: host.isEmpty ? nil : String(host), port: port)
        } else {
            throw Malformed(text: text)
        }
    }

    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        public let text: String

        public var description: String {
            "\"\(text)\" is not an address and a port; write :4004 for all interfaces, 127.0.0.1:4004 for this machine only "
                + "or [::1]:4004 for an IPv6 address"
        }
    }

    /// The hosts to try one after the other.
    var candidates: [String] {
        // The first takes IPv4 too; a kernel without IPv6 refuses it.
        host.map { [$0] } ?? ["::", "0.0.0.0"]
    }
}

extension ListenAddress: CustomStringConvertible {
    /// As it is written in a setting.
    public var description: String {
        guard let host else { return ":\(port)" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
