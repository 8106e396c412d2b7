import Testing
import Threading

@testable import Serving

@Suite struct RateLimiterTests {
    @Test("as many as the burst get in at once, then one each interval, and never more than the burst")
    func bucket() {
        var limiter = RateLimiter(WebConfiguration.RateLimit(interval: .seconds(2), burst: 3))
        var now = Uptime(sinceOrigin: .seconds(100))
        func admitted(_ count: Int) -> Int { (0..<count).count { _ in limiter.admit(at: now) } }
        #expect(admitted(10) == 3)
        now = now + .seconds(1)
        #expect(admitted(10) == 0)
        now = now + .seconds(1)
        #expect(admitted(10) == 1)
        now = now + .seconds(3600)
        #expect(admitted(10) == 3)
    }
}
