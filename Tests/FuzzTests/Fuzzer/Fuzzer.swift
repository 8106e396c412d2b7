import Glibc
import Threading

/// Where the program begins. libFuzzer's own `main` is not found: the package manager gives that of a program another name,
/// so that tests can import programs.
@_cdecl("Fuzzer_main")
public func begin(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
    var (count, arguments) = (count, arguments)
    return runDriver(&count, &arguments, fuzzOneInput)
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What libFuzzer calls with each input; the variable `FUZZ_TARGET` says what it goes to.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let failure = Locked<(any Error)?>(nil)
    var isDone = sem_t()
    sem_init(&isDone, 0, 0)
    withUnsafeMutablePointer(to: &isDone) { isDone in
        let done = Semaphore(semaphore: isDone)
        // libFuzzer's thread is none of the pool, and may wait for it.
        Task.detached {
            do { try await target.run(on: bytes) } catch { failure.withLock { $0 = error } }
            sem_post(done.semaphore)
        }
        while sem_wait(isDone) != 0 {}
    }
    if let failure = failure.withLock({ $0 }) { fatalError("\(target): \(failure)") }
    return 0
}

// Waited for above for as long as it is in use.
private struct Semaphore: @unchecked Sendable {
    let semaphore: UnsafeMutablePointer<sem_t>
}

private let target: FuzzTarget = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        fatalError("FUZZ_TARGET is none of: \(FuzzTarget.allCases.map(\.rawValue).joined(separator: " "))")
    }
    return target
}()
