/// What a web configuration file says: who may ask, over which connections, and what every answer carries.
///
/// The format is that of the Prometheus exporter-toolkit, so that files people already have work;
/// docs/web-configuration.md describes it. Files that it names are not read yet.
public struct WebConfiguration: Sendable {
    /// Nil for plain HTTP.
    public var tls: TLS?
    /// Who may log in by a password.
    public var users: [String: BcryptHash] = [:]
    /// A file of tokens, one a line, of which each lets in; an extension of the format.
    public var bearerTokens: FileReference?
    /// Fields of every answer; they replace the server's own of the same name.
    public var headers: [(name: String, value: String)] = []
    public var rateLimit: RateLimit?
    /// Sentences on what has no effect or most likely is not meant, each with its place; they are logged.
    public var remarks: [String] = []

    public init() {}

    /// A file that the configuration names.
    public struct FileReference: Hashable, Sendable {
        /// Resolved: absolute, or relative to the working directory.
        public var path: String
        /// The file, line and key that name it, for errors.
        public var place: String

        public init(path: String, place: String) {
            self.path = path
            self.place = place
        }
    }

    /// Each request takes one of `burst` permissions; one comes back every `interval`.
    public struct RateLimit: Hashable, Sendable {
        public var interval: Duration
        public var burst: Int

        public init(interval: Duration, burst: Int) {
            self.interval = interval
            self.burst = burst
        }
    }
}
