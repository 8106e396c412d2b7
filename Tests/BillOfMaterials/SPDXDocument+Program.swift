extension SPDXDocument {
    /// What a program is made of: its own code, the Swift packages and the runtime that are linked into it, and the libraries of
    /// the system that it loads.
    ///
    /// - Parameters:
    ///   - root: The package that it is a product of, with all that this depends on.
    ///   - linked: Identities of the packages that are linked into it; what they depend on is too.
    ///   - toolchain: The version of Swift, whose runtime is linked in.
    ///   - libraries: Debian's packages that it needs.
    ///   - created: In UTC, as ``CreationInfo/created`` has it.
    init(
        program name: String, version: String, root: SwiftPackage, linked: Set<String>, toolchain: String,
        libraries: [DebianPackage], created: String
    ) throws {
        let program = Package(
            name, version: version, licence: Licence.apache2.rawValue, purpose: "APPLICATION",
            url: nil, purl: "pkg:generic/\(name)@\(version)")
        let runtime = Package(
            "swift", version: toolchain, licence: Licence.apache2WithSwiftException.rawValue, purpose: "LIBRARY",
            url: "https://github.com/swiftlang/swift", purl: "pkg:github/swiftlang/swift@swift-\(toolchain)-RELEASE")
        var packages = [program, runtime]
        var relationships = [
            Relationship(from: Self.documentID, "DESCRIBES", to: program.id),
            Relationship(from: program.id, "STATIC_LINK", to: runtime.id),
        ]
        var pending = root.dependencies.filter { linked.contains($0.identity) }
            .map { (package: $0, user: program.id, how: "STATIC_LINK") }
        var seen: Set<String> = []
        while let next = pending.popLast() {
            let package = try Package(next.package)
            let relationship = Relationship(from: next.user, next.how, to: package.id)
            if !relationships.contains(relationship) { relationships.append(relationship) }
            guard seen.insert(next.package.identity).inserted else { continue }
            packages.append(package)
            pending += next.package.dependencies.map { ($0, package.id, "DEPENDS_ON") }
        }
        for library in libraries {
            let package = Package(
                library.name, version: library.version, licence: Licence.unknown.rawValue, purpose: "LIBRARY", url: nil,
                purl: "pkg:deb/debian/\(library.name)@\(library.version)?arch=\(library.architecture)")
            packages.append(package)
            relationships.append(Relationship(from: program.id, "DYNAMIC_LINK", to: package.id))
        }
        self.init(
            name: "\(name)-\(version)",
            documentNamespace: "https://spdx.org/spdxdocs/\(name)-\(version)-\(created.filter { $0 != ":" })",
            creationInfo: CreationInfo(created: created, creators: ["Tool: bill-of-materials"]),
            packages: packages.sorted { $0.id < $1.id },
            relationships: relationships.sorted { $0.order < $1.order })
    }
}

extension SPDXDocument.Package {
    fileprivate init(_ package: SwiftPackage) throws {
        // github.com/apple/swift-log, whatever the URL ends with.
        let place = package.url.replacing("https://", with: "").replacing(".git", with: "")
        self.init(
            package.identity, version: package.version, licence: try package.licence().rawValue, purpose: "LIBRARY",
            url: package.url, purl: "pkg:swift/\(place)@\(package.version)")
    }

    fileprivate init(
        _ name: String, version: String, licence: String, purpose: String, url: String?, purl: String
    ) {
        // Ids may hold letters, digits, dots and hyphens.
        let id = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "-" }
        self.init(
            id: "SPDXRef-Package-\(String(id))", name: name, versionInfo: version,
            downloadLocation: url.map { "git+\($0)@\(version)" } ?? "NOASSERTION", licenseConcluded: licence,
            licenseDeclared: licence, primaryPackagePurpose: purpose,
            externalRefs: [.init(referenceLocator: purl.replacing("+", with: "%2B"))])
    }
}

extension SPDXDocument.Relationship {
    fileprivate init(from user: String, _ type: String, to used: String) {
        self.init(spdxElementId: user, relationshipType: type, relatedSpdxElement: used)
    }

    fileprivate var order: String { "\(spdxElementId) \(relatedSpdxElement)" }
}
