import FoundationEssentials

/// One answer of a real LiteLLM proxy, from `Tests/Recordings`.
public struct Recording: Decodable, Sendable, CustomStringConvertible {
    /// What was tried; also the name of the file.
    public let name: String
    public let note: String
    public let method: String
    /// Path and query, percent-encoded.
    public let target: String
    /// The request header that says who asked; empty for an anonymous request.
    public let sent: [String: String]
    public let status: Int
    /// Names are lower-case.
    public let headers: [String: String]
    public let body: String
    /// The version of LiteLLM that answered; nil for the one that most were recorded with.
    public private(set) var version: String?

    public var description: String { [version, name].compactMap(\.self).joined(separator: "/") }

    /// The path of ``target`` without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// The value of a member of the query, decoded; nil where it has none of that name.
    public func asked(_ name: String) -> String? {
        URLComponents(string: target.replacing("+", with: "%20"))?.queryItems?.first { $0.name == name }?.value
    }

    /// Those of which there are recordings, each in a folder of its own.
    public static let olderVersions = ["1.55.12", "1.66.3", "1.72.6", "1.77.7"]

    /// All recordings, by name, or all of an older version.
    public static func all(of version: String? = nil) throws -> [Recording] {
        try FileManager.default.contentsOfDirectory(atPath: version.map { "\(folder)/\($0)" } ?? folder)
            .filter { $0.hasSuffix(".json") }
            .sorted()
            .map { try named(String($0.dropLast(".json".count)), of: version) }
    }

    /// - Throws: where there is no such recording.
    public static func named(_ name: String, of version: String? = nil) throws -> Recording {
        let path = ([folder] + [version].compactMap(\.self) + [name]).joined(separator: "/") + ".json"
        var recording = try JSONDecoder().decode(Recording.self, from: Data(contentsOf: URL(filePath: path)))
        recording.version = version
        return recording
    }

    /// Beside this file's folder, wherever the package lies.
    private static let folder: String = {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        return tests.joined(separator: "/") + "/Recordings"
    }()

    private enum CodingKeys: String, CodingKey {
        case name = "case"
        case note, method, target, sent, status, headers, body
    }
}
