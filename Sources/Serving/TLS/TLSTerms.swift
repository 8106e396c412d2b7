import NIOCore
import NIOSSL
import Threading

/// How connections are encrypted, ready for use.
struct TLSTerms: Sendable {
    private let context: NIOSSLContext
    let clients: ClientTerms
    let warnings: [String]

    init(_ tls: WebConfiguration.TLS) throws(WebConfigurationError) {
        let chain = try Self.certificates(tls.certificate)
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(bytes: Self.bytes(tls.key), format: .pem) } catch let error
            as WebConfigurationError
        { throw error } catch { throw WebConfigurationError(place: tls.key.place, problem: .noKey(path: tls.key.path)) }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = tls.minimumVersion
        configuration.maximumTLSVersion = tls.maximumVersion
        configuration.applicationProtocols = ["http/1.1"]
        // Nobody is waited for longer when it comes to saying goodbye.
        configuration.shutdownTimeout = .seconds(1)
        if let suites = tls.cipherSuites { configuration.cipherSuiteValues = suites }
        if let curves = tls.curves { configuration.curves = curves }
        configuration.certificateVerification =
            switch tls.clientPolicy {
            case .none: .none
            case .request, .verifyIfGiven: .optionalVerification
            case .requireAny, .requireAndVerify: .noHostnameVerification
            }
        if let authorities = tls.clientAuthorities {
            configuration.trustRoots = .certificates(try Self.certificates(authorities))
            configuration.sendCANameList = true
        }
        do { context = try NIOSSLContext(configuration: configuration) } catch {
            // Each was read on its own before, so that only together they can be wrong.
            let isMismatch = error as? NIOSSLError == .failedToLoadPrivateKey
            throw WebConfigurationError(
                place: tls.key.place,
                problem: isMismatch ? .keyOfAnotherCertificate : .unusable(TLSFailure(error).reason))
        }
        clients = ClientTerms(tls)
        warnings = Self.warnings(tls)
    }

    private static func warnings(_ tls: WebConfiguration.TLS) -> [String] {
        var warnings: [String] = []
        if [.request, .requireAny].contains(tls.clientPolicy) {
            warnings.append(
                "\(tls.certificate.place): with \(tls.clientPolicy.rawValue) anybody can make the certificate that lets him in; "
                    + "RequireAndVerifyClientCert is what protects")
        }
        if [.tlsv1, .tlsv11].contains(tls.minimumVersion) {
            warnings.append("\(tls.certificate.place): TLS before 1.2 is broken; leave min_version out")
        }
        return warnings
    }

    private static func bytes(_ pem: WebConfiguration.PEM) throws(WebConfigurationError) -> [UInt8] {
        switch pem.source {
        case .inline(let text): Array(text.utf8)
        case .file(let path): try WebRules.contents(of: path, place: pem.place, naming: path)
        }
    }

    private static func certificates(
        _ pem: WebConfiguration.PEM
    ) throws(WebConfigurationError) -> [NIOSSLCertificate] {
        let bytes = try bytes(pem)
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw WebConfigurationError(place: pem.place, problem: .noCertificate(path: pem.path))
        }
        return certificates
    }

    /// What a new connection begins with.
    func handler() -> NIOSSLServerHandler {
        switch clients.policy {
        case .request, .requireAny:
            NIOSSLServerHandler(context: context) { _, promise in promise.succeed(.certificateVerified) }
        case .none, .verifyIfGiven, .requireAndVerify:
            NIOSSLServerHandler(context: context)
        }
    }

    /// Why a client with this certificate may not stay; nil when it may.
    func objection(to certificate: NIOSSLCertificate?, at now: Timestamp) -> String? {
        // Who takes up an earlier session is not asked for the certificate again, and may do so for two hours.
        if clients.policy.isVerifying, let certificate, Double(certificate.notValidAfter) < now.unixSeconds {
            return "the client's certificate has expired"
        }
        guard !clients.allowedNames.isEmpty else { return nil }
        let isAllowed = certificate.map { !clients.allowedNames.isDisjoint(with: $0.alternativeNames) } ?? false
        return isAllowed ? nil : "the client's certificate bears none of the allowed names"
    }
}

extension NIOSSLCertificate {
    /// Its DNS names, addresses of mail, IP addresses and URIs.
    var alternativeNames: [String] {
        _subjectAlternativeNames().compactMap { name in
            let bytes = name.contents.withUnsafeBufferPointer(Array.init)
            switch name.nameType {
            case .dnsName, .email, .uri: return String(validating: bytes, as: UTF8.self)
            case .ipAddress:
                return (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0))?.ipAddress
            default: return nil
            }
        }
    }
}
