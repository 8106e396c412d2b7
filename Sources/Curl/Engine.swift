import CLibcurl
import Glibc
import Threading

/// Drives all transfers of a client on one thread, and passes it what other threads want.
final class Engine: Sendable {
    private struct Inbox {
        var isOpen = true
        var lastID: Call.ID = 0
        var submitted: [Call] = []
        var cancelled: [Call.ID] = []
    }

    private struct Mail {
        let isOpen: Bool
        let submitted: [Call]
        let cancelled: [Call.ID]
    }

    // @unchecked: libcurl allows `curl_multi_wakeup` on any thread; everything else is done by the engine's own.
    private struct Multi: @unchecked Sendable {
        let pointer: UnsafeMutableRawPointer
    }

    private let configuration: HTTPClient.Configuration
    private let multi: Multi
    private let inbox = Locked(Inbox())

    init(_ configuration: HTTPClient.Configuration) {
        guard Libcurl.isInitialised, let pointer = curl_multi_init() else {
            fatalError("libcurl \(Libcurl.version) cannot be initialised; is there memory left?")
        }
        let connections = configuration.maximumConnectionsPerHost
        ccurl_multi_setopt_long(pointer, CURLMOPT_MAX_HOST_CONNECTIONS, connections)
        // Left alone, libcurl keeps four times as many as there are transfers, and so drops most when a burst ends.
        ccurl_multi_setopt_long(pointer, CURLMOPT_MAXCONNECTS, connections * 2)
        multi = Multi(pointer: pointer)
        self.configuration = configuration
    }

    func newCallID() -> Call.ID {
        inbox.withLock { inbox in
            inbox.lastID += 1
            return inbox.lastID
        }
    }

    /// Called in the task whose call it is.
    ///
    /// A task is marked as cancelled before its handler runs. So the call either sees the mark here, or is in the inbox
    /// before its cancellation is.
    func submit(_ call: Call) {
        let refusal = inbox.withLock { inbox -> TransferError.Reason? in
            guard inbox.isOpen else { return .shutDown }
            guard !Task.isCancelled else { return .cancelled }
            inbox.submitted.append(call)
            wake()
            return nil
        }
        if let refusal { call.fail(refusal) }
    }

    /// The call may be finished already, or never have been submitted.
    func cancel(_ id: Call.ID) {
        inbox.withLock { inbox in
            guard inbox.isOpen else { return }
            inbox.cancelled.append(id)
            wake()
        }
    }

    func close() {
        inbox.withLock { inbox in
            guard inbox.isOpen else { return }
            inbox.isOpen = false
            wake()
        }
    }

    /// Only under the lock and while the inbox is open: the thread frees the multi handle once it saw it closed. It is
    /// one write to a socket that does not block.
    private func wake() {
        curl_multi_wakeup(multi.pointer)
    }

    /// Starts the thread, which keeps the engine until ``close()``.
    func startThread() {
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { context in
                Unmanaged<Engine>.fromOpaque(context!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        precondition(code == 0, "pthread_create failed with \(code)")
        pthread_detach(thread)
    }

    private func run() {
        // With CURLOPT_NOSIGNAL libcurl leaves it to us that writing to a closed socket kills nobody. No other signal is
        // blocked, so that a crash here is still reported.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        var transfers = TransferSet(multi.pointer, configuration)
        while true {
            transfers.perform()
            transfers.wait(atMost: .seconds(60))
            let mail = takeMail()
            guard mail.isOpen else {
                for call in mail.submitted { call.fail(.shutDown) }
                break
            }
            for call in mail.submitted { transfers.start(call) }
            for id in mail.cancelled { transfers.cancel(id) }
        }
        transfers.failAll(.shutDown)
        curl_multi_cleanup(multi.pointer)
    }

    private func takeMail() -> Mail {
        inbox.withLock { inbox in
            defer {
                inbox.submitted = []
                inbox.cancelled = []
            }
            return Mail(isOpen: inbox.isOpen, submitted: inbox.submitted, cancelled: inbox.cancelled)
        }
    }
}
