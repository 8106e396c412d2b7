import Threading

/// A bucket of permissions: each request takes one, and one comes back every interval.
struct RateLimiter {
    private let limit: WebConfiguration.RateLimit
    private var permissions: Double
    private var lastRefill: Uptime?

    init(_ limit: WebConfiguration.RateLimit) {
        self.limit = limit
        permissions = Double(limit.burst)
    }

    /// Takes a permission, unless there is none.
    mutating func admit(at now: Uptime) -> Bool {
        permissions = min(Double(limit.burst), permissions + (now - (lastRefill ?? now)) / limit.interval)
        lastRefill = now
        guard permissions >= 1 else { return false }
        permissions -= 1
        return true
    }
}
