import Testing

@testable import Serving

@Suite struct ConnectionLimitsTests {
    private func origin(_ number: Int) -> ClientOrigin { ClientOrigin(address: "192.0.2.\(number)") }

    @Test("one origin never takes all places, however many it opens; what it closes it may open again")
    func oneOrigin() {
        let limits = ConnectionLimits(maximum: 8, reserved: 4)
        let flood = (0..<20).map { _ in limits.admit(from: origin(1)) }
        #expect(flood.prefix(6).allSatisfy { $0 == .full })
        #expect(flood[6..<12].allSatisfy { $0 == .healthOnly })
        #expect(flood[12...].allSatisfy { $0 == .refused })
        for _ in 0..<6 { limits.release(origin(1)) }
        #expect((0..<2).map { _ in limits.admit(from: origin(2)) } == [.full, .full])
        for _ in 0..<6 { limits.release(origin(1)) }
        #expect((0..<7).map { _ in limits.admit(from: origin(1)) } == Array(repeating: .full, count: 6) + [.healthOnly])
    }

    @Test("where there are few places one origin may have them", arguments: [1, 2, 3])
    func fewPlaces(maximum: Int) {
        let limits = ConnectionLimits(maximum: maximum, reserved: 0)
        for _ in 0..<maximum { #expect(limits.admit(from: origin(1)) == .full) }
        #expect(limits.admit(from: origin(1)) == .refused)
    }
}
