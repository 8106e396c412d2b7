import FoundationEssentials
import Testing

/// The table of modules in docs/architecture.md is what people rely on when they decide where a line belongs.
@Suite struct ModuleTableTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The modules of the table, each with those that it may import.
    private static func table() throws -> [String: Set<String>] {
        var modules: [String: Set<String>] = [:]
        let page = try text("docs/architecture.md")
        let start = try #require(page.firstRange(of: "## Modules")).upperBound
        let section = page[start...].prefix(upTo: page[start...].firstRange(of: "\n## ")?.lowerBound ?? page.endIndex)
        for line in section.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.split(separator: "`") }
            guard cells.count == 5, let name = cells[1].first(where: { $0 != " " }).map(String.init) else { continue }
            modules[name] = Set(cells[2].map(String.init).filter { $0.allSatisfy { $0 != " " } && !$0.isEmpty })
        }
        return modules
    }

    /// The modules that files below a folder import, and `Module.name` where they import one thing of a module.
    private static func imports(of module: String) throws -> Set<String> {
        var imports: Set<String> = []
        let folder = root.appending(path: "Sources/\(module)").path()
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix(".swift") {
            for line in try text("Sources/\(module)/\(name)").split(separator: "\n") {
                let words = line.split(separator: " ")
                guard let place = words.firstIndex(of: "import"), place < 3,
                    words.count == place + 2 || words.count == place + 3 && words[place + 1] == "func"
                else { continue }
                imports.insert(String(words[words.count - 1]))
            }
        }
        return imports
    }

    @Test("no module imports more of ours than the table allows, and none that it lists goes unused")
    func importsMatchTheTable() throws {
        let table = try Self.table()
        #expect(table.count >= 13)
        for (module, allowed) in table
        where !module.hasPrefix("C") || ["Curl", "Catalogue", "Commands"].contains(module) {
            let own = try Self.imports(of: module).intersection(table.keys)
            #expect(own == allowed, "\(module) imports \(own.sorted()), the table says \(allowed.sorted())")
        }
    }

    @Test("the manifest gives each module just what the table says")
    func manifestMatchesTheTable() throws {
        let manifest = try Self.text("Package.swift")
        let table = try Self.table()
        for (module, allowed) in table where !allowed.isEmpty {
            let start = try #require(
                manifest.firstRange(of: "name: \"\(module)\""), "Package.swift has no target \(module)")
            let rest = manifest[start.upperBound...]
            let end = rest.firstRange(of: "arget(")?.lowerBound ?? rest.endIndex
            let declared = Set(
                rest[..<end].split(separator: "\"").map(String.init).filter(table.keys.contains))
            #expect(declared == allowed, "\(module) has \(declared.sorted()), the table says \(allowed.sorted())")
        }
    }

    @Test(
        "the pure modules import nothing that has a clock, a task or a file",
        arguments: ["Budgets", "Exposition", "Hashing"])
    func pureModulesArePure(module: String) throws {
        // Of the C library only what the standard library lacks to reckon with.
        let allowed: Set<String> = ["Threading", "CZlib", "Glibc.exp", "Glibc.log"]
        #expect(try Self.imports(of: module).isSubset(of: allowed))
    }

    @Test("every target is in the table")
    func tableIsComplete() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "Sources").path())
        let programs: Set<String> = ["litellm-budget-exporter", "litellm-simulator"]
        #expect(Set(folders).subtracting(programs) == Set(try Self.table().keys))
    }
}
