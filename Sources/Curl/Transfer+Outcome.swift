import CLibcurl

extension Transfer {
    /// What came of the transfer, once libcurl says that it is done.
    func outcome(_ code: CURLcode) -> Result<HTTPClient.Response, TransferError.Reason> {
        guard code == CURLE_OK else { return .failure(reason(code)) }
        guard let version else { return .failure(.badResponse(detail: "unknown HTTP version")) }
        return .success(
            HTTPClient.Response(
                status: number(CURLINFO_RESPONSE_CODE), version: version, headers: headers, body: body,
                duration: ContinuousClock.now - call.started, openedConnections: number(CURLINFO_NUM_CONNECTS),
                bytesReceived: largeNumber(CURLINFO_SIZE_DOWNLOAD_T)))
    }

    /// How far the transfer has come.
    var phase: TransferError.Phase {
        if largeNumber(CURLINFO_STARTTRANSFER_TIME_T) > 0 { return .receiving }
        return largeNumber(CURLINFO_PRETRANSFER_TIME_T) > 0 ? .waiting : .connecting
    }

    private var version: HTTPClient.Response.Version? {
        switch number(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): .http10
        case Int(CURL_HTTP_VERSION_1_1): .http11
        case Int(CURL_HTTP_VERSION_2_0): .http2
        default: nil
        }
    }

    func number(_ info: CURLINFO) -> Int {
        var value = 0
        ccurl_getinfo_long(handle, info, &value)
        return value
    }

    func largeNumber(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        ccurl_getinfo_offset(handle, info, &value)
        return Int(value)
    }
}
