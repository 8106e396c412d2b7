extension Fault.Effect {
    /// The answer that stands in for the proxy's own, where the proxy is not asked at all.
    var replacement: SimulatedResponse? {
        switch self {
        case .status(let status, let body):
            return SimulatedResponse(
                status: status, headers: [("content-type", "application/json")], body: Array(body.utf8))
        case .hanging:
            var response = SimulatedResponse(status: 200)
            response.delivery = .never
            return response
        case .droppedConnection:
            var response = SimulatedResponse(status: 200)
            response.delivery = .dropped
            return response
        case .loginPage:
            let page = """
                <!DOCTYPE html>
                <html><head><title>Sign in</title></head>
                <body><form method="post" action="/login"><input name="user"><input type="password"></form></body></html>

                """
            return SimulatedResponse(
                status: 200, headers: [("content-type", "text/html; charset=utf-8")], body: Array(page.utf8))
        case .tooManyRequests(let retryAfter):
            var response = SimulatedResponse(
                status: 429, headers: [("content-type", "text/plain")], body: Array("Too Many Requests\n".utf8))
            if let retryAfter { response.headers.append(("retry-after", retryAfter)) }
            return response
        case .redirect(let location):
            return SimulatedResponse(status: 302, headers: [("location", location)])
        case .databaseOutage, .slow, .truncated, .distorted:
            return nil
        }
    }

    var delivery: SimulatedResponse.Delivery? {
        switch self {
        case .slow(let seconds): .delayed(seconds: seconds)
        case .truncated(let count): .cut(afterBytes: count)
        default: nil
        }
    }

    var distortion: Fault.Distortion? {
        guard case .distorted(let distortion) = self else { return nil }
        return distortion
    }

    var isDatabaseOutage: Bool {
        guard case .databaseOutage = self else { return false }
        return true
    }
}
