/// One call of `execute` on its way through the engine.
struct Call: Sendable {
    typealias ID = UInt64

    let id: ID
    let request: HTTPClient.Request
    let started: ContinuousClock.Instant
    let continuation: CheckedContinuation<Result<HTTPClient.Response, TransferError>, Never>

    var deadline: ContinuousClock.Instant { started + request.timeout }

    func succeed(_ response: HTTPClient.Response) {
        continuation.resume(returning: .success(response))
    }

    func fail(_ reason: TransferError.Reason) {
        let error = TransferError(reason, origin: request.origin, duration: ContinuousClock.now - started)
        continuation.resume(returning: .failure(error))
    }
}
