public import Curl
import FoundationEssentials

/// LiteLLM's admin API, one method an endpoint.
///
/// It never retries and keeps no state: how often, how long and how gently is asked is its caller's business.
public struct AdminAPI: Sendable {
    public struct Configuration: Sendable {
        public var baseURL: BaseURL
        /// The header the proxy reads keys from (its `litellm_key_header_name`).
        public var keyHeader = "Authorization"
        /// For each request, connecting included.
        public var timeout: Duration = .seconds(10)
        /// A page of 100 teams with many members has some hundred kilobytes.
        public var maximumBodyBytes = 32 << 20
        /// How many requests may be under way at a time; further ones wait, which is not part of their timeout.
        public var mostRequestsUnderWay = 2
        /// The members of an account's metadata that may be read.
        public var metadataLabels: [String] = []

        public init(baseURL: BaseURL) {
            self.baseURL = baseURL
        }
    }

    /// Sends a request: `HTTPClient.execute`, or a stand-in.
    public typealias Transport = @Sendable (HTTPClient.Request) async throws(TransferError) -> HTTPClient.Response

    /// What an answer may take.
    struct Limits {
        var timeout: Duration
        var maximumBodyBytes: Int
    }

    let configuration: Configuration
    let credential: Credential
    private let transport: Transport
    private let gate: RequestGate
    private var record: @Sendable (Exchange) async -> Void

    /// `record` is told of each request that was sent, whatever came of it.
    public init(
        _ configuration: Configuration, credential: Credential, transport: @escaping Transport,
        record: @escaping @Sendable (Exchange) async -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.credential = credential
        self.transport = transport
        gate = RequestGate(atMost: configuration.mostRequestsUnderWay)
        self.record = record
    }

    /// The same, which besides tells `observer` of each request that is sent through it. They share what they may have
    /// under way.
    public func observed(by observer: @escaping @Sendable (Exchange) -> Void) -> AdminAPI {
        var copy = self
        copy.record = { [record] exchange in
            observer(exchange)
            await record(exchange)
        }
        return copy
    }

    /// Asks and decodes; off the caller's actor, as a page takes milliseconds to decode.
    @concurrent
    func get<Body: Decodable & Sendable>(
        _ endpoint: Endpoint, _ query: [(name: String, value: String)] = [], limits: Limits? = nil,
        as body: Body.Type = Body.self
    ) async throws(AdminError) -> Body {
        let response = try await send(endpoint, query, limits: limits)
        guard response.status == 200 else { throw AdminError(endpoint, response) }
        let decoder = JSONDecoder()
        decoder.userInfo[MetadataRow.labelNames] = configuration.metadataLabels
        guard let decoded = try? decoder.decode(body, from: Data(response.body)) else {
            throw AdminError(endpoint, notUnderstood: response)
        }
        return decoded
    }

    /// Asks; whatever status comes is an answer.
    func send(
        _ endpoint: Endpoint, _ query: [(name: String, value: String)] = [], limits: Limits? = nil
    ) async throws(AdminError) -> HTTPClient.Response {
        var request = try request(endpoint, query)
        if let limits {
            request.timeout = limits.timeout
            request.maximumBodyBytes = limits.maximumBodyBytes
        }
        await gate.enter()
        let result: Result<HTTPClient.Response, TransferError>
        do throws(TransferError) {
            result = .success(try await transport(request))
        } catch {
            result = .failure(error)
        }
        await gate.leave()
        switch result {
        case .success(let response):
            await record(
                Exchange(
                    endpoint: endpoint, status: response.status, duration: response.duration,
                    date: response.header("date")))
            return response
        case .failure(let error):
            // What the exporter itself cut off says nothing of the proxy.
            if error.reason != .cancelled {
                await record(Exchange(endpoint: endpoint, status: nil, duration: error.duration, date: nil))
            }
            throw AdminError(endpoint, error)
        }
    }

    private func request(
        _ endpoint: Endpoint, _ query: [(name: String, value: String)]
    ) throws(AdminError) -> HTTPClient.Request {
        var url = configuration.baseURL.description + endpoint.path
        for (index, (name, value)) in query.enumerated() {
            url += (index == 0 ? "?" : "&") + name + "=" + value.percentEncoded
        }
        var request = HTTPClient.Request(url: url)
        request.timeout = configuration.timeout
        request.maximumBodyBytes = configuration.maximumBodyBytes
        request.headers = [HTTPClient.Header("Accept", "application/json")]
        if endpoint.needsKey {
            do throws(CredentialError) {
                let key = try credential.secret()
                request.headers.append(HTTPClient.Header(configuration.keyHeader, keyHeaderValue(key)))
            } catch {
                throw AdminError(endpoint, .unauthorized, explanation: error.description)
            }
        }
        return request
    }

    /// LiteLLM wants `Bearer ` before the key, but not in the headers it takes over from other vendors.
    private func keyHeaderValue(_ key: Secret) -> Secret {
        let vendorHeaders = ["api-key", "x-api-key", "x-goog-api-key", "ocp-apim-subscription-key"]
        if vendorHeaders.contains(configuration.keyHeader.lowercased()) { return key }
        return Secret("Bearer " + key.reveal())
    }
}

extension Endpoint {
    fileprivate var needsKey: Bool { self != .readiness }
}

extension String {
    /// Percent-encoded down to the unreserved characters (RFC 3986, 2.3): LiteLLM's ids hold anything.
    fileprivate var percentEncoded: String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
