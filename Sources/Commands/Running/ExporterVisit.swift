import Curl
import FoundationEssentials
import Serving

/// How a running exporter is asked by another command, whatever protects it.
struct ExporterVisit {
    /// How sure one has to be of whom one asks.
    enum Trust {
        /// Nothing secret is sent, and nothing but its being there is believed.
        case anybody
        case certificate
    }

    /// Such as `https://127.0.0.1:4004`.
    let url: String
    /// Whether the exporter turns away whoever shows no certificate.
    let needsClientCertificate: Bool
    private let client: HTTPClient
    let headers: [HTTPClient.Header]

    init(_ settings: Settings, trust: Trust, connectTimeout: Duration) throws(SettingError) {
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        configuration.connectTimeout = connectTimeout
        let tls = try Self.tls(settings)
        let visitor = settings.client
        configuration.clientCertificate = visitor.certificateFile.map {
            HTTPClient.ClientCertificate(certificateFile: $0, keyFile: visitor.keyFile ?? $0)
        }
        configuration.caFile = visitor.caFile
        if case .anybody = trust {
            configuration.serverVerification = .none
        } else if visitor.caFile == nil, case .file(let path)? = tls?.certificate.source {
            // The exporter's own certificate, which seldom bears the name of this machine's loopback interface.
            configuration.caFile = path
            configuration.serverVerification = .authority
        }
        client = HTTPClient(configuration)
        let isEncrypted = tls != nil || visitor.caFile != nil || visitor.certificateFile != nil
        url = "\(isEncrypted ? "https" : "http")://\(settings.web.listenAddress.forVisitors)"
        needsClientCertificate = tls.map { [.requireAny, .requireAndVerify].contains($0.clientPolicy) } ?? false
        switch trust {
        case .anybody: headers = []
        case .certificate: headers = try Self.authorization(visitor)
        }
    }

    private static func tls(_ settings: Settings) throws(SettingError) -> WebConfiguration.TLS? {
        guard let path = settings.web.configurationFile else { return nil }
        return try WebConfigurationReader.read(path, namedBy: "--web.config.file").tls
    }

    private static func authorization(_ visitor: Settings.Client) throws(SettingError) -> [HTTPClient.Header] {
        if let path = visitor.loginFile {
            guard visitor.tokenFile == nil else {
                throw SettingError(
                    "--client.login-file", .unusable(UnusableValue("is set, and so is --client.token-file; keep one")))
            }
            let login = try line(of: path, namedBy: "--client.login-file")
            guard login.contains(":") else {
                throw SettingError(
                    "--client.login-file", .unreadableFile("\(path) does not hold user:password"))
            }
            let credentials = Data(login.utf8).base64EncodedString()
            return [HTTPClient.Header("Authorization", Secret("Basic \(credentials)"))]
        }
        guard let path = visitor.tokenFile else { return [] }
        let token = try line(of: path, namedBy: "--client.token-file")
        return [HTTPClient.Header("Authorization", Secret("Bearer \(token)"))]
    }

    /// The one line of a file, without the line break.
    private static func line(of path: String, namedBy place: String) throws(SettingError) -> String {
        let text = try ConfigurationFile.text(at: path, namedBy: place)
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 1 else { throw SettingError(place, .unreadableFile("\(path) must hold one line")) }
        return String(lines[0])
    }

    /// - Parameter path: Begins with a slash.
    func get(_ path: String, timeout: Duration) async throws(TransferError) -> HTTPClient.Response {
        var request = HTTPClient.Request(url: url + path)
        request.timeout = timeout
        request.headers = headers
        return try await client.execute(request)
    }
}
