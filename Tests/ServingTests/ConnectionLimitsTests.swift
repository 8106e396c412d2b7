import Testing

@testable import Serving

@Suite struct ConnectionLimitsTests {
    private func origin(_ number: Int) -> ClientOrigin { ClientOrigin(address: "192.0.2.\(number)") }

    @Test("one origin never takes all places, nor those for health checks; what it closes it may open again")
    func oneOrigin() {
        let limits = ConnectionLimits(maximum: 8, reserved: 4)
        let flood = (0..<20).map { _ in limits.admit(from: origin(1)) }
        #expect(flood.prefix(6).allSatisfy { $0 == .full })
        #expect(flood[6..<9].allSatisfy { $0 == .healthOnly })
        #expect(flood[9...].allSatisfy { $0 == .refused })
        #expect((0..<4).map { _ in limits.admit(from: origin(2)) } == [.full, .full, .healthOnly, .refused])
        limits.release(.refused, origin(1))
        #expect(limits.admit(from: origin(1)) == .refused)
        for _ in 0..<6 { limits.release(.full, origin(1)) }
        #expect(limits.admit(from: origin(3)) == .full)
        #expect((0..<6).map { _ in limits.admit(from: origin(1)) } == Array(repeating: .full, count: 5) + [.refused])
    }

    @Test("where there are few places one origin may have them", arguments: [1, 2, 3])
    func fewPlaces(maximum: Int) {
        let limits = ConnectionLimits(maximum: maximum, reserved: 0)
        for _ in 0..<maximum { #expect(limits.admit(from: origin(1)) == .full) }
        #expect(limits.admit(from: origin(1)) == .refused)
    }
}
