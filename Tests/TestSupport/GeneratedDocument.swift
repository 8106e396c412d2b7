import FoundationEssentials

/// A file of the repository that is made from the code.
public struct GeneratedDocument: Sendable {
    private let file: URL

    /// - Parameter path: From the top of the repository.
    public init(_ path: String) {
        file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: path)
    }

    /// Where the file is on this machine.
    public var path: String { file.path() }

    /// What the file holds; empty when there is none.
    public var text: String {
        (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }

    /// Writes the file where `UPDATE_DOCUMENTS` is set, as `make docs` does, and tells whether it holds this text.
    public func matches(_ expected: String) throws -> Bool {
        if ProcessInfo.processInfo.environment["UPDATE_DOCUMENTS"] != nil, text != expected {
            try expected.write(to: file, atomically: true, encoding: .utf8)
        }
        return text == expected
    }
}
