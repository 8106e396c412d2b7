import FoundationEssentials

/// A list of what a program is made of, in the form of SPDX 2.3 (https://spdx.github.io/spdx-spec/v2.3/) as JSON.
struct SPDXDocument: Encodable {
    /// Its own id within itself.
    static let documentID = "SPDXRef-DOCUMENT"

    let spdxVersion = "SPDX-2.3"
    let dataLicense = "CC0-1.0"
    let id = Self.documentID
    let name: String
    /// Unique to this list.
    let documentNamespace: String
    let creationInfo: CreationInfo
    let packages: [Package]
    let relationships: [Relationship]

    private enum CodingKeys: String, CodingKey {
        case spdxVersion, dataLicense, name, documentNamespace, creationInfo, packages, relationships
        case id = "SPDXID"
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    struct CreationInfo: Encodable {
        /// In UTC, as `2026-01-31T12:00:00Z`.
        let created: String
        let creators: [String]
    }

    struct Package: Encodable {
        let id: String
        let name: String
        let versionInfo: String
        let downloadLocation: String
        let filesAnalyzed = false
        let licenseConcluded: String
        let licenseDeclared: String
        let copyrightText = "NOASSERTION"
        let primaryPackagePurpose: String
        let externalRefs: [ExternalReference]

        private enum CodingKeys: String, CodingKey {
            case name, versionInfo, downloadLocation, filesAnalyzed, licenseConcluded, licenseDeclared, copyrightText
            case primaryPackagePurpose, externalRefs
            case id = "SPDXID"
        }
    }

    /// How scanners for known defects call a package: a package URL.
    struct ExternalReference: Encodable {
        let referenceCategory = "PACKAGE-MANAGER"
        let referenceType = "purl"
        let referenceLocator: String
    }

    struct Relationship: Encodable, Equatable {
        let spdxElementId: String
        let relationshipType: String
        let relatedSpdxElement: String
    }
}
