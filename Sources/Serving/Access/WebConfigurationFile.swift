/// A web configuration file, and how to read it.
public struct WebConfigurationFile: Sendable {
    public let path: String
    /// What the file says; not what is in the files that it names.
    public let read: @Sendable () throws -> WebConfiguration

    /// - Parameter read: Reads and parses the file; errors are described by a sentence that names the place.
    public init(path: String, read: @escaping @Sendable () throws -> WebConfiguration) {
        self.path = path
        self.read = read
    }

    /// Reads the file and all that it names, and throws what is wrong with any of it.
    @discardableResult
    public func validate() throws -> WebConfiguration {
        let configuration = try read()
        _ = try WebRules(configuration, from: self, checks: PasswordChecks())
        return configuration
    }
}
