import CLibcurl

/// An easy handle and what its callbacks collect. Only the engine's thread touches it.
final class Transfer {
    /// Why a callback refused what came.
    enum Refusal {
        case bodyTooLarge
        case headersTooLarge
    }

    /// libcurl bounds a single line only.
    static let maximumHeaderBytes = 256 << 10

    let call: Call
    let configuration: HTTPClient.Configuration
    let handle: UnsafeMutableRawPointer
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private(set) var refusal: Refusal?
    private var headerBytes = 0
    private var isPastHeaders = false
    private var requestHeaders: UnsafeMutablePointer<curl_slist>?
    let errorBuffer: UnsafeMutablePointer<CChar>

    init(_ call: Call, _ configuration: HTTPClient.Configuration) throws(TransferError.Reason) {
        guard let handle = curl_easy_init() else {
            throw .libcurl(code: Int(CURLE_OUT_OF_MEMORY.rawValue), detail: "no handle")
        }
        self.call = call
        self.configuration = configuration
        self.handle = handle
        errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        do throws(TransferError.InvalidRequest) {
            try call.request.validate()
            if let userAgent = configuration.userAgent { try HTTPClient.Header("User-Agent", userAgent).validate() }
        } catch {
            throw .invalidRequest(error)
        }
        try setOptions()
        try setRequestHeaders()
        try setCallbacks()
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(requestHeaders)
        errorBuffer.deallocate()
    }

    /// The transfer that an easy handle of libcurl's belongs to.
    static func owning(_ handle: UnsafeMutableRawPointer) -> Transfer {
        var context: UnsafeMutableRawPointer?
        ccurl_getinfo_pointer(handle, CURLINFO_PRIVATE, &context)
        return Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    }

    private func setRequestHeaders() throws(TransferError.Reason) {
        for header in call.request.headers {
            guard let longer = curl_slist_append(requestHeaders, header.line) else {
                throw .libcurl(code: Int(CURLE_OUT_OF_MEMORY.rawValue), detail: "no header list")
            }
            requestHeaders = longer
        }
        if requestHeaders != nil { try check(ccurl_setopt_list(handle, CURLOPT_HTTPHEADER, requestHeaders)) }
    }

    /// The multi handle's owner keeps the transfer for as long as libcurl may call back.
    private func setCallbacks() throws(TransferError.Reason) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_setopt_pointer(handle, CURLOPT_PRIVATE, context))
        try check(ccurl_setopt_pointer(handle, CURLOPT_ERRORBUFFER, errorBuffer))
        try check(ccurl_setopt_pointer(handle, CURLOPT_WRITEDATA, context))
        try check(ccurl_setopt_pointer(handle, CURLOPT_HEADERDATA, context))
        try check(
            ccurl_setopt_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
                return transfer.receive(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
        try check(
            ccurl_setopt_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
                return transfer.receive(headerLine: UnsafeRawBufferPointer(start: bytes, count: size * count))
            })
    }

    /// Counts what comes out of libcurl's decoders: `CURLOPT_MAXFILESIZE` would look at `Content-Length` only.
    private func receive(body bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count <= call.request.maximumBodyBytes - body.count else { return refuse(.bodyTooLarge) }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    private func receive(headerLine bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= Self.maximumHeaderBytes else { return refuse(.headersTooLarge) }
        if bytes.starts(with: "HTTP/".utf8) {
            // What came before was an interim answer, such as 103.
            headers = []
            isPastHeaders = false
        } else if !isPastHeaders {
            add(headerLine: bytes)
        }
        return bytes.count
    }

    /// A line without a colon is the empty one after which only trailers come.
    private func add(headerLine bytes: UnsafeRawBufferPointer) {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
            isPastHeaders = true
            return
        }
        let isPadding: (UInt8) -> Bool = { $0 <= 0x20 }
        var value = bytes[(colon + 1)...].drop(while: isPadding)
        while let last = value.last, isPadding(last) { value = value.dropLast() }
        headers.append((String(decoding: bytes[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }

    /// A count other than that of the bytes makes libcurl end the transfer.
    private func refuse(_ refusal: Refusal) -> Int {
        self.refusal = refusal
        return 0
    }
}
