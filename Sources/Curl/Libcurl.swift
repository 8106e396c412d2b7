import CLibcurl

/// What concerns the library as a whole.
enum Libcurl {
    /// `curl_global_init`, once in the life of the process: whoever reads it first runs it, others wait.
    static let isInitialised = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// The version that runs, which may be older than the one that was built against.
    static var version: String {
        guard let info = curl_version_info(CURLVERSION_TENTH), let text = info.pointee.version else { return "?" }
        return String(cString: text)
    }
}
