import NIOSSL

/// Why a handshake failed, in a few words without addresses of source files.
struct TLSFailure {
    let reason: String

    init(_ error: any Error) {
        switch error as? NIOSSLError {
        case .handshakeFailed(let error): reason = Self.reason(error)
        case .some(let error): reason = Self.words("\(error)")
        case nil: reason = (error as? BoringSSLError).map(Self.reason) ?? Self.words("\(error)")
        }
    }

    private static func reason(_ error: BoringSSLError) -> String {
        switch error {
        case .sslError(let stack), .unknownError(let stack), .invalidSNIName(let stack), .failedToSetALPN(let stack):
            stack.first.map { words($0.description) } ?? "no reason is known"
        default: words("\(error)")
        }
    }

    /// `Error: 1 error:1:SSL routines:OPENSSL_internal:HTTP_REQUEST at file:193` is an http request.
    private static func words(_ text: String) -> String {
        let library = "OPENSSL_internal:"
        guard let start = text.firstRange(of: library)?.upperBound else {
            return text.hasPrefix("Error: ") ? String(text.dropFirst(7).drop { $0 == " " }) : text
        }
        let rest = text[start...]
        let end = rest.firstRange(of: " at ")?.lowerBound ?? rest.endIndex
        return String(rest[..<end].lowercased().map { $0 == "_" ? " " : $0 })
    }
}
