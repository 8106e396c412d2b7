import FoundationEssentials
import Glibc
import HTTPTypes
import Threading

/// A web configuration in force: with its certificates, keys and tokens.
struct WebRules: Sendable {
    /// Nil for plain HTTP.
    let tls: TLSTerms?
    /// Nil when everybody may read.
    let authentication: Authentication?
    let headers: [HTTPField]
    // Requests are answered on several threads.
    let rateLimiter: Locked<RateLimiter>?
    /// What is allowed but most likely not meant.
    let warnings: [String]

    /// Without a configuration file.
    static let none = WebRules()

    private init() {
        tls = nil
        authentication = nil
        headers = []
        rateLimiter = nil
        warnings = []
    }

    /// Reads what the configuration names. What is thrown is described by a sentence.
    init(_ configuration: WebConfiguration, from file: WebConfigurationFile, checks: PasswordChecks) throws {
        tls = try configuration.tls.map { try TLSTerms($0) }
        var tokens: BearerTokens?
        if let reference = configuration.bearerTokens {
            // Somebody may have written the token itself there.
            let bytes = try Self.contents(of: reference.path, place: reference.place, naming: nil)
            let text = String(decoding: bytes, as: UTF8.self)
            do { tokens = try BearerTokens(text) } catch {
                throw WebConfigurationError(
                    place: reference.place, problem: .tokens(path: reference.path, "\(error)"))
            }
        }
        let isOpen = configuration.users.isEmpty && tokens == nil
        authentication =
            isOpen ? nil : Authentication(users: Users(configuration.users), tokens: tokens, checks: checks)
        headers = configuration.headers.compactMap { header in
            HTTPField.Name(header.name).map { HTTPField(name: $0, value: header.value) }
        }
        rateLimiter = configuration.rateLimit.map { Locked(RateLimiter($0)) }
        var warnings = configuration.remarks + (tls?.warnings ?? [])
        if !isOpen, tls == nil {
            warnings.append(
                "\(file.path): passwords and tokens travel unencrypted without a tls_server_config, for everybody on the "
                    + "way to read")
        }
        self.warnings = warnings
    }

    private static let largestFile = 1 << 20

    /// What is in a file of a reasonable size.
    ///
    /// - Parameter name: What errors call the file.
    static func contents(
        of path: String, place: String, naming name: String?
    ) throws(WebConfigurationError) -> [UInt8] {
        func unreadable(_ complaint: String) -> WebConfigurationError {
            WebConfigurationError(place: place, problem: .unreadable(path: name, complaint))
        }
        var status = stat()
        guard stat(path, &status) == 0, access(path, R_OK) == 0 else {
            throw unreadable(String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw unreadable("it is not a file") }
        guard status.st_size <= largestFile else { throw unreadable("it is larger than 1 MiB; is it the right file?") }
        guard let bytes = FileManager.default.contents(atPath: path) else { throw unreadable("the disk failed") }
        return Array(bytes)
    }
}

extension WebConfiguration {
    /// The files that it names.
    var paths: [String] {
        let references = [tls?.certificate, tls?.key, tls?.clientAuthorities].compactMap { $0?.path }
        return references + [bearerTokens?.path].compactMap { $0 }
    }
}

extension WebConfiguration.PEM {
    var path: String? {
        if case .file(let path) = source { path } else { nil }
    }
}
