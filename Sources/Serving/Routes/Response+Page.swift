import Exposition
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// Nothing but the exporter's own style, script, icon and pages; no frame, nothing inline, nothing from elsewhere.
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    /// So many bytes are deflated before other tasks get a turn.
    private static let bytesBetweenYields = 64 << 10

    /// A page for people.
    ///
    /// - Parameter encoding: That of the request; without it a notice, which is short.
    static func page(
        _ status: HTTPResponse.Status, _ source: String, _ encoding: ContentEncoding = .identity
    ) async -> Response {
        var response = await encoded(status, contentType: "text/html; charset=utf-8", Array(source.utf8), encoding)
        response.headers[.contentSecurityPolicy] = policy
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }

    /// A document for programs.
    static func json(
        _ status: HTTPResponse.Status, _ document: [UInt8], _ encoding: ContentEncoding = .identity
    ) async -> Response {
        await encoded(status, contentType: "application/json", document, encoding)
    }

    /// An error for programs.
    static func json(_ status: HTTPResponse.Status, error sentence: String) async -> Response {
        await json(status, JSONWriter.document { $0.member("error", sentence) })
    }

    /// A sentence, in the form that the path is read in: as an error for programs below `/api/`.
    static func sentence(_ status: HTTPResponse.Status, _ sentence: String, at path: String) async -> Response {
        path.hasPrefix("/api/") ? await json(status, error: sentence) : text(status, sentence)
    }

    @concurrent
    private static func encoded(
        _ status: HTTPResponse.Status, contentType: String, _ bytes: [UInt8], _ encoding: ContentEncoding
    ) async -> Response {
        var content = bytes
        if encoding != .identity {
            var document = EncodedDocument(encoding)
            for start in stride(from: 0, to: bytes.count, by: bytesBetweenYields) {
                document.append(bytes[start..<min(start + bytesBetweenYields, bytes.count)])
                await Task.yield()
            }
            content = document.finished()
        }
        var response = Response(status, contentType: contentType, ByteBuffer(bytes: content))
        response.headers[.vary] = "Accept-Encoding"
        response.headers[.contentEncoding] = encoding.fieldValue
        return response
    }
}

extension Request {
    /// What pages and documents are encoded in. Nothing that a request brings along may be repeated in what is deflated: see
    /// ``BudgetsRoute``.
    var contentEncoding: ContentEncoding { ContentEncoding(accepting: headers[values: .acceptEncoding]) }
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = Self("Referrer-Policy")!
}
