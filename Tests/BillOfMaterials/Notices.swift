import FoundationEssentials

/// What licences of packages want to be passed on with a program that they are linked into: their own texts and the notices
/// beside them.
struct Notices {
    let text: String

    /// - Parameter linked: Identities of the packages that are linked into it; what they depend on is too.
    init(root: SwiftPackage, linked: Set<String>) throws {
        var pending = root.dependencies.filter { linked.contains($0.identity) }
        var packages: [String: SwiftPackage] = [:]
        while let package = pending.popLast() {
            guard packages.updateValue(package, forKey: package.identity) == nil else { continue }
            pending += package.dependencies
        }
        text = try packages.values.sorted { $0.identity < $1.identity }.map { package in
            let files = try package.noticeFiles().map { file in
                let text = try String(contentsOf: URL(filePath: package.path).appending(path: file), encoding: .utf8)
                return "--- \(package.identity): \(file)\n\n\(text)\n"
            }
            return "=== \(package.identity) \(package.version), \(package.url)\n\n" + files.joined()
        }.joined()
    }
}

extension SwiftPackage {
    /// Files with licences and notices, at the top and beside sources that come from elsewhere, as paths below ``path``.
    fileprivate func noticeFiles() throws -> [String] {
        let top = try FileManager.default.contentsOfDirectory(atPath: path)
        let deep =
            top.contains("Sources")
            ? try FileManager.default.subpathsOfDirectory(atPath: path + "/Sources").map { "Sources/" + $0 } : []
        return (top + deep).filter { file in
            let name = file.split(separator: "/").last?.uppercased() ?? ""
            return ["LICENSE", "LICENCE", "NOTICE", "COPYING"].contains {
                name == $0 || name == $0 + ".TXT" || name == $0 + ".MD"
            }
        }.sorted()
    }
}
