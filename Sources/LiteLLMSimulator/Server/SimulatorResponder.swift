import HTTPTypes
import HummingbirdCore
import NIOCore
import ServiceLifecycle

/// Carries one request from the socket to the proxy, and its answer back, as broken as a fault wants it.
struct SimulatorResponder: Sendable {
    let proxy: SimulatedProxy
    let clock: SimulatedClock
    let hasControlRoute: Bool

    /// Thrown to break the connection on purpose.
    private struct ConnectionCut: Error {}

    // Not on the caller's actor, as the writer cannot cross to another one.
    @concurrent
    func respond(to request: Request, _ writer: consuming ResponseWriter, over channel: any Channel) async throws {
        let response = try await response(to: request, isConnectionReused: RequestCount.requests(on: channel) > 1)
        switch response.delivery {
        case .immediate:
            try await writer.write(response: head(of: response), body: body(response.body[...]))
        case .delayed(let seconds):
            try await sleep(seconds: seconds)
            try await writer.write(response: head(of: response), body: body(response.body[...]))
        case .cut(let count):
            let start = ByteBuffer(bytes: response.body.prefix(count))
            try await writer.write(
                response: head(of: response),
                body: ResponseBody { writer in
                    try await writer.write(start)
                    throw ConnectionCut()
                })
        case .never:
            // Longer than any client waits, and over when the server shuts down.
            try await sleep(seconds: 3600)
            throw ConnectionCut()
        case .dropped:
            throw ConnectionCut()
        }
    }

    private func response(to request: Request, isConnectionReused: Bool) async throws -> SimulatedResponse {
        if hasControlRoute, request.head.path == FaultControl.path {
            let body = try await request.body.collect(upTo: 65_536)
            return await FaultControl(proxy: proxy).respond(
                method: request.method.rawValue, body: Array(body.readableBytesView))
        }
        await proxy.advance(to: clock.now)
        var headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
        if let authority = request.head.authority { headers.append(("host", authority)) }
        var simulated = SimulatedRequest(
            method: request.method.rawValue, target: request.head.path ?? "/", headers: headers)
        simulated.isConnectionReused = isConnectionReused
        return await proxy.respond(to: simulated)
    }

    private func head(of response: SimulatedResponse) -> HTTPResponse {
        var fields = HTTPFields()
        for header in response.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        return HTTPResponse(status: HTTPResponse.Status(code: response.status), headerFields: fields)
    }

    private func body(_ bytes: ArraySlice<UInt8>) -> ResponseBody { ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)) }

    private func sleep(seconds: Double) async throws {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) }
    }
}
