import FoundationEssentials

/// Inputs of a fuzz target that reach far, and those that once broke something.
struct Corpus {
    /// Name and contents, in the order of the names.
    let files: [(name: String, bytes: [UInt8])]

    init(of target: FuzzTarget) throws {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        let folder = tests.joined(separator: "/") + "/Corpora/" + target.rawValue
        files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            (name, try Array(Data(contentsOf: URL(filePath: "\(folder)/\(name)"))))
        }
    }
}
