/// An HTTP/1.1 answer, as bytes.
public struct CannedAnswer: Hashable, Sendable {
    public var bytes: [UInt8]

    /// Sends exactly these bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A whole answer, after which the connection is kept.
    public init(_ status: Int = 200, _ headers: [(String, String)] = [], body: [UInt8] = []) {
        var head = "HTTP/1.1 \(status) Canned\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers {
            head += "\(name): \(value)\r\n"
        }
        bytes = Array((head + "\r\n").utf8) + body
    }

    public init(_ status: Int = 200, text: String) {
        self.init(status, body: Array(text.utf8))
    }
}
