import FoundationEssentials

/// A package of Swift's package manager and what it depends on, as `swift package show-dependencies --format json` tells it.
struct SwiftPackage: Decodable {
    let identity: String
    let url: String
    let version: String
    /// Where its sources are.
    let path: String
    let dependencies: [SwiftPackage]

    /// By the first file at the top that names itself so.
    func licence() throws -> Licence {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        guard let file = names.first(where: { $0.uppercased().hasPrefix("LICEN") }) else { return .unknown }
        return Licence(text: try String(contentsOf: URL(filePath: path).appending(path: file), encoding: .utf8))
    }
}

/// What `swift package dump-package` tells of a package: which of its targets need which products of others.
struct SwiftManifest: Decodable {
    struct Target: Decodable {
        let name: String
        let dependencies: [Dependency]
    }

    enum Dependency: Decodable, Equatable {
        case target(String)
        /// By the package's identity.
        case package(String)

        private enum Key: CodingKey {
            case byName
            case target
            case product
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            func names(_ key: Key) throws -> [String?] {
                guard container.contains(key) else { return [] }
                var list = try container.nestedUnkeyedContainer(forKey: key)
                return [try list.decode(String.self), list.isAtEnd ? nil : try? list.decode(String.self)]
            }
            if let package = try names(.product).last ?? nil {
                self = .package(package.lowercased())
            } else {
                self = .target(try (names(.byName) + names(.target)).compactMap { $0 }.first ?? "")
            }
        }
    }

    let targets: [Target]

    /// Identities of the packages that a target needs, itself or through other targets.
    func packages(neededBy target: String) -> Set<String> {
        var found: Set<String> = []
        var visited: Set<String> = []
        var pending = [target]
        while let name = pending.popLast() {
            guard visited.insert(name).inserted, let target = targets.first(where: { $0.name == name }) else {
                continue
            }
            for dependency in target.dependencies {
                switch dependency {
                case .target(let name): pending.append(name)
                case .package(let identity): found.insert(identity)
                }
            }
        }
        return found
    }
}
