import Testing
import Threading

@Suite struct PublishedTests {
    /// Says when it is released.
    private final class Page: Sendable {
        let number: Int
        private let released: Locked<[Int]>

        init(_ number: Int, released: Locked<[Int]>) {
            self.number = number
            self.released = released
        }

        deinit {
            let number = number
            released.withLock { $0.append(number) }
        }
    }

    @Test("a reader keeps the value it has got while a newer one is published")
    func readersKeepTheirValue() {
        let released = Locked<[Int]>([])
        let latest = Published(Page(1, released: released))
        let held = latest.value
        latest.publish(Page(2, released: released))
        #expect(held.number == 1)
        #expect(latest.value.number == 2)
        #expect(released.withLock { $0 } == [])
        latest.publish(Page(3, released: released))
        #expect(released.withLock { $0 } == [2])
        withExtendedLifetime(held) {}
    }

    @Test("many readers and writers on many threads see whole values")
    func isSafeOnManyThreads() async {
        let latest = Published([0, 0, 0, 0])
        await withTaskGroup(of: Bool.self) { group in
            for writer in 1...4 {
                group.addTask {
                    for round in 0..<500 { latest.publish(Array(repeating: writer * 1000 + round, count: 4)) }
                    return true
                }
                group.addTask {
                    (0..<500).allSatisfy { _ in Set(latest.value).count == 1 }
                }
            }
            for await isWhole in group { #expect(isWhole) }
        }
    }
}
