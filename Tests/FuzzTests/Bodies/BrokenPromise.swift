/// Something that holds for all bytes did not hold for these.
struct BrokenPromise: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }

    /// Throws unless the promise is kept.
    static func unless(_ isKept: Bool, _ promise: @autoclosure () -> String) throws(BrokenPromise) {
        guard isKept else { throw BrokenPromise(promise()) }
    }

    /// Throws unless an error is one line that begins with the name of the file that it is about.
    static func unlessOneLine(_ error: some Error, about file: String) throws(BrokenPromise) {
        let line = "\(error)"
        try unless(!line.contains(where: \.isNewline), "an error has more than one line: \(line)")
        try unless(line.hasPrefix(file), "an error does not name the file: \(line)")
    }
}
