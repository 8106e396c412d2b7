import NIOSSL

extension FaultProxy {
    /// What clients are shown: a certificate that they trust, and one for ``Fault/foreignCertificate``.
    public struct TLSTerms: Sendable {
        let own: NIOSSLContext
        let foreign: NIOSSLContext
        /// What clients have to trust.
        public let caFile: String

        public init(_ certificates: Certificates) throws {
            own = try Self.context(certificates.folder.path("server"))
            foreign = try Self.context(certificates.folder.path("stranger"))
            caFile = certificates.caFile
        }

        private static func context(_ path: String) throws -> NIOSSLContext {
            try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: NIOSSLCertificate.fromPEMFile(path + ".pem").map { .certificate($0) },
                    privateKey: .privateKey(NIOSSLPrivateKey(file: path + ".key", format: .pem))))
        }
    }
}
