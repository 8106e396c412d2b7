import FoundationEssentials
import TestSupport

/// The programs that the story needs, as they are called here.
public struct Programs: Sendable {
    let prometheus: String
    let alertmanager: String
    let exporter: String

    public struct Missing: Error, CustomStringConvertible {
        public let program: String
        public var description: String { "\(program) is not installed" }
    }

    public init() throws(Missing) {
        func first(_ names: String...) throws(Missing) -> String {
            guard let name = names.first(where: ChildProcess.isInstalled) else { throw Missing(program: names[0]) }
            return name
        }
        prometheus = try first("prometheus")
        // Debian's name, and that of everybody else.
        alertmanager = try first("alertmanager", "prometheus-alertmanager")
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        exporter = own[...(own.lastIndex(of: "/") ?? own.startIndex)] + "HastyExporter"
    }
}
