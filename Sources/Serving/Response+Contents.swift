import Exposition
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// A sentence for whoever asked with a plain client.
    static func text(_ status: HTTPResponse.Status, _ sentence: String) -> Response {
        Response(status, contentType: "text/plain; charset=utf-8", ByteBuffer(string: sentence + "\n"))
    }

    init(_ status: HTTPResponse.Status, contentType: String, _ content: ByteBuffer) {
        self.init(
            status: status,
            headers: [.contentType: contentType, .cacheControl: "no-store", .contentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: content))
    }

    /// The same response as the method has it: without its content where that is not wanted.
    func answering(_ method: HTTPRequest.Method) -> Response {
        method == .head ? createHeadResponse() : self
    }
}

extension HTTPField.Name {
    static let contentTypeOptions = Self("X-Content-Type-Options")!
}

extension ResponseBody {
    private static let bufferBytes = 64 << 10
    /// How many buffers are written before other tasks get a turn: the pool has as many threads as the machine has
    /// cores, and a client that reads fast never makes a write wait.
    private static let buffersBetweenYields = 8

    /// Writes a page that is not copied as a whole, in buffers of some 64 KiB.
    init(_ page: ExpositionBody) {
        self.init(contentLength: page.count) { writer in
            let allocator = ByteBufferAllocator()
            var buffer = allocator.buffer(capacity: Self.bufferBytes)
            var written = 0
            for chunk in page {
                if buffer.readableBytes > 0, buffer.readableBytes + chunk.count > Self.bufferBytes {
                    try await writer.write(buffer)
                    buffer = allocator.buffer(capacity: Self.bufferBytes)
                    written += 1
                    if written.isMultiple(of: Self.buffersBetweenYields) { await Task.yield() }
                }
                buffer.writeBytes(chunk)
            }
            if buffer.readableBytes > 0 { try await writer.write(buffer) }
            try await writer.finish(nil)
        }
    }
}
