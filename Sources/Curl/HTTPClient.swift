/// An HTTP client over libcurl that sends GET requests: one thread of its own drives every transfer.
///
/// Connections are kept and used again, HTTP/2 is spoken over TLS where the server offers it, and no redirect is ever
/// followed, as the key would go along. When a server closed a kept connection in silence, libcurl sends the request
/// again on a new one. The thread ends after ``shutdown()`` or with the last reference to the client.
public final class HTTPClient: Sendable {
    private let engine: Engine

    public init(_ configuration: Configuration = Configuration()) {
        engine = Engine(configuration)
        engine.startThread()
    }

    deinit {
        engine.close()
    }

    /// Sends `request` and waits for the whole answer; any status is an answer.
    ///
    /// Cancelling the task ends the transfer at once, whatever it waits for.
    public func execute(_ request: Request) async throws(TransferError) -> Response {
        let id = engine.newCallID()
        let started = ContinuousClock.now
        let result: Result<Response, TransferError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                engine.submit(Call(id: id, request: request, started: started, continuation: continuation))
            }
        } onCancel: {
            engine.cancel(id)
        }
        return try result.get()
    }

    /// Refuses requests from now on and fails those under way with ``TransferError/Reason/shutDown``; does not wait.
    public func shutdown() {
        engine.close()
    }
}
