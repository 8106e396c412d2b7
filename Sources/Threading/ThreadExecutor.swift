import Glibc

/// Runs an actor's jobs one after the other on a thread of its own, so that what blocks in them, a disk for instance,
/// blocks nobody else: the threads of the pool are as few as there are cores.
///
/// The thread ends once the executor is released, which jobs that wait to run prevent.
public final class ThreadExecutor: SerialExecutor {
    private let queue = JobQueue()

    public init() {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<JobQueue>.fromOpaque(context!).takeRetainedValue().runJobs()
                return nil
            }, Unmanaged.passRetained(queue).toOpaque())
        precondition(code == 0, "pthread_create failed with \(code)")
        pthread_detach(thread)
    }

    deinit {
        // Possibly on the thread itself, after the job that held the last reference: it is told, not waited for.
        queue.close()
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        queue.append(JobQueue.Entry(job: UnownedJob(job), executor: self))
    }
}

/// What an executor's thread has to do. The thread keeps the queue, not the executor.
private final class JobQueue: @unchecked Sendable {
    // @unchecked: `entries` and `isOpen` are touched only between lock and unlock.

    struct Entry {
        let job: UnownedJob
        /// Kept until its job has run, as the job refers to it without keeping it.
        let executor: ThreadExecutor
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var entries: [Entry] = []
    private var isOpen = true

    init() {
        let codes = (pthread_mutex_init(mutex, nil), pthread_cond_init(change, nil))
        precondition(codes == (0, 0), "pthread_mutex_init and pthread_cond_init failed with \(codes)")
    }

    deinit {
        pthread_cond_destroy(change)
        change.deallocate()
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func append(_ entry: Entry) {
        pthread_mutex_lock(mutex)
        entries.append(entry)
        pthread_cond_signal(change)
        pthread_mutex_unlock(mutex)
    }

    func close() {
        pthread_mutex_lock(mutex)
        isOpen = false
        pthread_cond_signal(change)
        pthread_mutex_unlock(mutex)
    }

    func runJobs() {
        // Writing to a closed pipe, or beyond the largest size a file may have, shall fail and not end the process.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigaddset(&signals, SIGXFSZ)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        while let entries = takeEntries() {
            for entry in entries {
                entry.job.runSynchronously(on: entry.executor.asUnownedSerialExecutor())
            }
        }
    }

    /// Waits for something to do; nil once the executor is gone.
    private func takeEntries() -> [Entry]? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while entries.isEmpty {
            guard isOpen else { return nil }
            pthread_cond_wait(change, mutex)
        }
        defer { entries = [] }
        return entries
    }
}
