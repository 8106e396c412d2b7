import ArgumentParser
import Catalogue
import FoundationEssentials

/// Prints what the program is made of; `make sbom` and the image's build run it.
@main
struct BillOfMaterials: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bill-of-materials")

    @Option(help: "The answer of `swift package show-dependencies --format json`.")
    var dependencies: String
    @Option(help: "The answer of `swift package dump-package`.")
    var manifest: String
    @Option(help: "The version of Swift.")
    var toolchain: String
    @Option(help: "An entry of Debian's package database for a library that the program loads.")
    var library: [String] = []
    @Option(help: "A file to write the licences and notices of the linked packages into.")
    var notices: String?

    func run() throws {
        let program = "litellm-budget-exporter"
        let root = try JSONDecoder().decode(SwiftPackage.self, from: contents(of: dependencies))
        let targets = try JSONDecoder().decode(SwiftManifest.self, from: contents(of: manifest))
        let libraries = try library.map { path in
            guard let package = DebianPackage(entry: String(decoding: try contents(of: path), as: UTF8.self)) else {
                throw ValidationError("\(path) is no entry of Debian's package database")
            }
            return package
        }
        let linked = targets.packages(neededBy: program)
        if let notices {
            try Data(try Notices(root: root, linked: linked).text.utf8).write(to: URL(filePath: notices))
        }
        let document = try SPDXDocument(
            program: program, version: ExporterVersion.current, root: root, linked: linked, toolchain: toolchain,
            libraries: libraries, created: Date().formatted(.iso8601))
        print(try document.json())
    }

    private func contents(of path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path))
    }
}
