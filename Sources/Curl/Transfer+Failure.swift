import CLibcurl
import Glibc

extension Transfer {
    /// What libcurl's code means, given how far the transfer came.
    func reason(_ code: CURLcode) -> TransferError.Reason {
        switch refusal {
        case .bodyTooLarge: return .responseTooLarge(limit: call.request.maximumBodyBytes)
        case .headersTooLarge: return .badResponse(detail: "more than \(Self.maximumHeaderBytes) bytes of headers")
        case nil: break
        }
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved(detail: detail(code))
        case CURLE_COULDNT_RESOLVE_PROXY: return .proxyNotUsable(detail: detail(code))
        case CURLE_COULDNT_CONNECT, CURLE_PROXY: return .connectionFailed(detail: detail(code) + systemError)
        case CURLE_OPERATION_TIMEDOUT:
            let isResolved = largeNumber(CURLINFO_NAMELOOKUP_TIME_T) > 0
            return .timedOut(isResolved ? .connecting : .resolving, after: configuration.connectTimeout)
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return .connectionBroken(detail: detail(code))
        // What is taken is kept in memory: only a body that cannot be inflated is not written.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
            return .badResponse(detail: detail(code))
        case CURLE_URL_MALFORMAT: return .invalidRequest(.url(detail: detail(code)))
        default:
            if let failure = tlsFailure(code) { return .tls(failure) }
            return .libcurl(code: Int(code.rawValue), detail: detail(code))
        }
    }

    private func tlsFailure(_ code: CURLcode) -> TransferError.TLSFailure? {
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .untrusted(caFile: configuration.caFile, detail: detail(code))
        case CURLE_SSL_CACERT_BADFILE:
            guard let path = configuration.caFile else { return .handshake(detail: detail(code)) }
            return .caFile(path: path, detail: Self.obstacle([path]) ?? detail(code))
        case CURLE_SSL_CERTPROBLEM:
            guard let files = configuration.clientCertificate else { return .handshake(detail: detail(code)) }
            let obstacle = Self.obstacle([files.certificateFile, files.keyFile])
            return .clientCertificate(files, detail: obstacle ?? detail(code))
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_CLIENTCERT:
            return .handshake(detail: detail(code))
        default: return nil
        }
    }

    /// The first file that cannot be read, and why: libcurl does not always name it.
    private static func obstacle(_ paths: [String]) -> String? {
        for path in paths where access(path, R_OK) != 0 {
            return "\(path): \(String(cString: strerror(errno)))"
        }
        return nil
    }

    private var systemError: String {
        let code = number(CURLINFO_OS_ERRNO)
        return code == 0 ? "" : ": " + String(cString: strerror(Int32(code)))
    }

    /// libcurl's account of a failure, in one line that may be printed: servers and certificates have a part in it.
    private func detail(_ code: CURLcode) -> String {
        let account = String(cString: errorBuffer[0] != 0 ? UnsafePointer(errorBuffer) : curl_easy_strerror(code))
        let text = Self.withoutPassword(account)
        let printable = text.unicodeScalars.map { $0.value >= 0x20 && $0.value < 0x7F ? Character($0) : "?" }
        return String(printable.prefix(200))
    }

    /// libcurl repeats, between quotes, a proxy's URL that it does not understand, with the password that is in it.
    static func withoutPassword(_ text: String) -> String {
        guard text.contains("@") else { return text }
        return text.prefix { $0 != "'" && $0 != "\"" && $0 != "@" } + "..."
    }
}
