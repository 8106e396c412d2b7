import CLibcurl

extension Transfer {
    func setOptions() throws(TransferError.Reason) {
        try set(CURLOPT_URL, call.request.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NOSIGNAL, 1)
        // Without it, ending a transfer waits for the thread that resolves its name, and all others wait with it.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, configuration.connectTimeout.roundedUpMilliseconds))
        try set(CURLOPT_TCP_KEEPALIVE, 1)
        // Rather share a connection that turns out to speak HTTP/2 (libcurl's default over TLS) than open another.
        try set(CURLOPT_PIPEWAIT, 1)
        if configuration.acceptsCompression { try set(CURLOPT_ACCEPT_ENCODING, "") }
        if let userAgent = configuration.userAgent { try set(CURLOPT_USERAGENT, userAgent) }
        try setTLSOptions()
        try setProxyOptions()
    }

    /// Closes the connection when the transfer is removed and no other uses it.
    ///
    /// Over HTTP/2 libcurl would only end the stream, and go on using a connection behind which nobody is any more.
    func forbidReuse() {
        ccurl_setopt_long(handle, CURLOPT_FORBID_REUSE, 1)
    }

    func check(_ code: CURLcode) throws(TransferError.Reason) {
        guard code != CURLE_OK else { return }
        throw .libcurl(code: Int(code.rawValue), detail: String(cString: curl_easy_strerror(code)))
    }

    private func setTLSOptions() throws(TransferError.Reason) {
        if let caFile = configuration.caFile {
            try set(CURLOPT_CAINFO, caFile)
            // The system's folder of authorities would be trusted besides the file.
            try set(CURLOPT_CAPATH, nil)
            // libcurl would go on using a replaced file's old contents for a day.
            try set(CURLOPT_CA_CACHE_TIMEOUT, 0)
        }
        if configuration.serverVerification != .full { try set(CURLOPT_SSL_VERIFYHOST, 0) }
        if configuration.serverVerification == .none { try set(CURLOPT_SSL_VERIFYPEER, 0) }
        if let certificate = configuration.clientCertificate {
            try set(CURLOPT_SSLCERT, certificate.certificateFile)
            try set(CURLOPT_SSLKEY, certificate.keyFile)
        }
    }

    private func setProxyOptions() throws(TransferError.Reason) {
        // The proxy's answer to CONNECT is not the server's.
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        switch configuration.proxy {
        case .environment: break
        case .direct: try set(CURLOPT_PROXY, "")
        case .url(let url):
            try set(CURLOPT_PROXY, url.reveal())
            try set(CURLOPT_NOPROXY, "")
        }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(TransferError.Reason) {
        try check(ccurl_setopt_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String?) throws(TransferError.Reason) {
        try check(ccurl_setopt_string(handle, option, value))
    }
}
