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

    public var description: String { name }

    /// The path of ``target`` without its query.
    public var path: String { String(target.prefix { $0 != "?" }) }

    /// All recordings, by name.
    public static func all() throws -> [Recording] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".json") }
            .sorted()
            .map { try named(String($0.dropLast(".json".count))) }
    }

    /// - Throws: where there is no such recording.
    public static func named(_ name: String) throws -> Recording {
        let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name).json"))
        return try JSONDecoder().decode(Recording.self, from: data)
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
