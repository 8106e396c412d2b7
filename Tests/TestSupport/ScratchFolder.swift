import FoundationEssentials
import Glibc

/// A folder of a test's own.
public struct ScratchFolder: Sendable {
    public struct Failure: Error {
        public let code: Int32
    }

    public let path: String

    /// Runs `body` with a new folder, which is removed afterwards.
    public static func with<Result>(_ body: (ScratchFolder) async throws -> Result) async throws -> Result {
        let parent = FileManager.default.temporaryDirectory.path
        var template = Array("\(parent.hasSuffix("/") ? parent : parent + "/")test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(code: errno) }
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(ScratchFolder(path: path))
    }

    public func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a file and tells its path.
    @discardableResult
    public func write(_ name: String, _ contents: String) throws -> String {
        try Data(contents.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }
}
