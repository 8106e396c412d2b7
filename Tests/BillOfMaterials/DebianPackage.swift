/// An entry of Debian's package database, of which the file `status` has many.
struct DebianPackage {
    let name: String
    let version: String
    let architecture: String

    /// Nil where it lacks a field.
    init?(entry: String) {
        let fields = entry.split(separator: "\n").compactMap { line -> (Substring, Substring)? in
            guard !line.hasPrefix(" "), let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon], line[line.index(after: colon)...].drop { $0 == " " })
        }
        func field(_ name: String) -> String? { fields.first { $0.0 == name }.map { String($0.1) } }
        guard let name = field("Package"), let version = field("Version"), let architecture = field("Architecture")
        else { return nil }
        (self.name, self.version, self.architecture) = (name, version, architecture)
    }
}
