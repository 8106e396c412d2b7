import Dispatch
import Glibc
import Testing

/// What the thread sanitizer may not call a race, as then the whole run is refused.
@Suite("Under the thread sanitizer") struct SanitizerTests {
    private struct Value: Sendable {
        let text: String
        let numbers: [Int]
    }

    @Test("a continuation that is resumed before its task suspends is no race", arguments: 0..<10)
    func earlyResume(round: Int) async {
        // The two shapes of a value: one that fits a register, and one that is copied by code of its own.
        let number = await withUnsafeContinuation { (continuation: UnsafeContinuation<Int, Never>) in
            resumeFirst { continuation.resume(returning: round) }
        }
        #expect(await incremented(number) == round + 1)
        let value = await withUnsafeContinuation { (continuation: UnsafeContinuation<Value, Never>) in
            resumeFirst { continuation.resume(returning: Value(text: "\(round)", numbers: [round])) }
        }
        #expect(await incremented(value.numbers[0]) == round + 1)
    }

    /// Lets another thread resume, and comes back well after that; it would be seen too if it came first.
    private func resumeFirst(_ resume: @escaping @Sendable () -> Void) {
        DispatchQueue.global().async(execute: resume)
        usleep(20_000)
    }

    /// Writes where the continuation was, in the memory of the task.
    @inline(never) private func incremented(_ number: Int) async -> Int {
        var number = number
        number += 1
        await Task.yield()
        return number
    }
}
