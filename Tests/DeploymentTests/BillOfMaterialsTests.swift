import FoundationEssentials
import TestSupport
import Testing

@testable import BillOfMaterials

/// The list of what the program is made of.
@Suite struct BillOfMaterialsTests {
    private static let manifest = """
        {"targets": [
          {"name": "program", "dependencies": [{"byName": ["Inner", null]}]},
          {"name": "Inner", "dependencies": [{"product": ["Used", "Used-Package", null, null]}, {"target": ["Inner", null]}]},
          {"name": "Tests", "dependencies": [{"product": ["Unused", "unused", null, null]}]}
        ]}
        """

    private static let status = """
        Package: libexample1
        Status: install ok installed
        Architecture: amd64
        Description: an example
         Version: not this one
        Version: 1.2+deb12u3

        """

    /// A package of two, of which one depends on a third.
    private func root(_ folder: ScratchFolder) throws -> SwiftPackage {
        func package(_ name: String, _ dependencies: String = "", licence: String) throws -> String {
            try FileManager.default.createDirectory(
                atPath: folder.path(name), withIntermediateDirectories: true)
            try folder.write("\(name)/LICENSE.txt", licence)
            return """
                {"identity": "\(name)", "url": "https://github.com/example/\(name).git", "version": "1.0.\(name.count)",
                 "path": "\(folder.path(name))", "dependencies": [\(dependencies)]}
                """
        }
        let apache = "Apache License\n   Version 2.0, January 2004"
        let deep = try package(
            "deep", licence: "Permission is hereby granted, free of charge, to any person obtaining a copy")
        let used = try package("used-package", deep, licence: apache)
        let unused = try package("unused", licence: apache)
        let root = try package("root", [used, unused].joined(separator: ","), licence: apache)
        return try JSONDecoder().decode(SwiftPackage.self, from: Data(root.utf8))
    }

    private func linked() throws -> Set<String> {
        try JSONDecoder().decode(SwiftManifest.self, from: Data(Self.manifest.utf8)).packages(neededBy: "program")
    }

    func document(_ folder: ScratchFolder) throws -> SPDXDocument {
        try SPDXDocument(
            program: "program", version: "0.1.0", root: try root(folder), linked: try linked(), toolchain: "6.3.1",
            libraries: [try #require(DebianPackage(entry: Self.status))], created: "2026-01-31T12:00:00Z")
    }

    @Test("it names what is linked, with versions and licences, and nothing that only tests need")
    func packages() async throws {
        try await ScratchFolder.with { folder in
            let document = try document(folder)
            let lines = document.packages.map {
                "\($0.name) \($0.versionInfo) \($0.licenseConcluded) \($0.externalRefs.map(\.referenceLocator).joined())"
            }
            #expect(
                lines == [
                    "deep 1.0.4 MIT pkg:swift/github.com/example/deep@1.0.4",
                    "libexample1 1.2+deb12u3 NOASSERTION pkg:deb/debian/libexample1@1.2%2Bdeb12u3?arch=amd64",
                    "program 0.1.0 Apache-2.0 pkg:generic/program@0.1.0",
                    "swift 6.3.1 Apache-2.0 WITH Swift-exception pkg:github/swiftlang/swift@swift-6.3.1-RELEASE",
                    "used-package 1.0.12 Apache-2.0 pkg:swift/github.com/example/used-package@1.0.12",
                ])
            let relationships = document.relationships.map {
                "\($0.spdxElementId) \($0.relationshipType) \($0.relatedSpdxElement)".replacing("SPDXRef-", with: "")
            }
            #expect(
                relationships == [
                    "DOCUMENT DESCRIBES Package-program",
                    "Package-program DYNAMIC_LINK Package-libexample1",
                    "Package-program STATIC_LINK Package-swift",
                    "Package-program STATIC_LINK Package-used-package",
                    "Package-used-package DEPENDS_ON Package-deep",
                ])
        }
    }

    @Test("licences and notices of what is linked are there whole, those beside foreign sources too")
    func notices() async throws {
        try await ScratchFolder.with { folder in
            let root = try root(folder)
            try FileManager.default.createDirectory(
                atPath: folder.path("deep/Sources/Foreign"), withIntermediateDirectories: true)
            try folder.write("deep/NOTICE.txt", "made by many")
            try folder.write("deep/Sources/Foreign/LICENSE", "of the foreign code")
            try folder.write("deep/Sources/Foreign/License.swift", "no licence")
            let text = try Notices(root: root, linked: try linked()).text
            #expect(
                text == """
                    === deep 1.0.4, https://github.com/example/deep.git

                    --- deep: LICENSE.txt

                    Permission is hereby granted, free of charge, to any person obtaining a copy
                    --- deep: NOTICE.txt

                    made by many
                    --- deep: Sources/Foreign/LICENSE

                    of the foreign code
                    === used-package 1.0.12, https://github.com/example/used-package.git

                    --- used-package: LICENSE.txt

                    Apache License
                       Version 2.0, January 2004

                    """)
        }
    }
}
