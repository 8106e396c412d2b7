import Curl
import Testing

extension HTTPClient.Request {
    init(_ url: String, timeout: Duration = .seconds(30)) {
        self.init(url: url)
        self.timeout = timeout
    }
}

extension HTTPClient.Configuration {
    /// Whatever proxies this machine's environment names, tests talk to the loopback interface.
    static var direct: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.proxy = .direct
        return configuration
    }
}

extension HTTPClient {
    /// What a request that must fail fails with.
    func failure(_ request: Request, sourceLocation: SourceLocation = #_sourceLocation) async throws -> TransferError {
        do throws(TransferError) {
            let response = try await execute(request)
            Issue.record("answered \(response.status)", sourceLocation: sourceLocation)
        } catch {
            return error
        }
        throw Unexpected()
    }

    private struct Unexpected: Error {}
}

/// Waits until `condition` holds; for what other threads do soon.
func eventually(
    _ what: Comment, within limit: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while !condition() {
        guard ContinuousClock.now < end else {
            Issue.record(what, sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
