import FoundationEssentials
import TestSupport
import Testing

/// A block of shell commands in the documentation.
struct DocumentedCommands: CustomTestStringConvertible, Sendable {
    /// From the top of the repository.
    let document: String
    /// Of the fence that opens it.
    let line: Int
    let commands: String
    /// Why no test runs it, as the comment in the line before says: `<!-- not run by tests: it needs a cluster -->`.
    let reasonNotToRun: String?

    var testDescription: String { "\(document):\(line)" }

    static let all: [DocumentedCommands] = {
        let folders = ["docs", "deploy", "alerts", "dashboards"]
        let documents = folders.flatMap { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: GeneratedDocument(folder).path)) ?? []
            return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        }
        return (["README.md", "SECURITY.md"] + documents).flatMap(blocks)
    }()

    private static func blocks(of document: String) -> [DocumentedCommands] {
        let lines = GeneratedDocument(document).text.split(separator: "\n", omittingEmptySubsequences: false)
        var blocks: [DocumentedCommands] = []
        var start: Int?
        for (number, line) in lines.enumerated() {
            if line == "```sh" {
                start = number
            } else if line == "```", let fence = start {
                blocks.append(
                    DocumentedCommands(
                        document: document, line: fence + 1,
                        commands: lines[(fence + 1)..<number].joined(separator: "\n"),
                        reasonNotToRun: fence > 0 ? reason(lines[fence - 1]) : nil))
                start = nil
            }
        }
        return blocks
    }

    private static func reason(_ line: Substring) -> String? {
        let (start, end) = ("<!-- not run by tests: ", " -->")
        guard line.hasPrefix(start), line.hasSuffix(end) else { return nil }
        return String(line.dropFirst(start.count).dropLast(end.count))
    }
}
