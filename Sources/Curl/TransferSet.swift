import CLibcurl

/// The transfers of a multi handle. Only the engine's thread touches them.
struct TransferSet {
    private let multi: UnsafeMutableRawPointer
    private let configuration: HTTPClient.Configuration
    private var transfers: [Call.ID: Transfer] = [:]
    /// No transfer's deadline is earlier; nil when there is none.
    private var earliestDeadline: ContinuousClock.Instant?

    init(_ multi: UnsafeMutableRawPointer, _ configuration: HTTPClient.Configuration) {
        self.multi = multi
        self.configuration = configuration
    }

    mutating func start(_ call: Call) {
        do throws(TransferError.Reason) {
            let transfer = try Transfer(call, configuration)
            let code = curl_multi_add_handle(multi, transfer.handle)
            guard code == CURLM_OK else {
                throw .libcurl(code: Int(code.rawValue), detail: String(cString: curl_multi_strerror(code)))
            }
            transfers[call.id] = transfer
            earliestDeadline = min(earliestDeadline ?? call.deadline, call.deadline)
        } catch {
            call.fail(error)
        }
    }

    mutating func cancel(_ id: Call.ID) {
        remove(id)?.call.fail(.cancelled)
    }

    mutating func failAll(_ reason: TransferError.Reason) {
        for id in Array(transfers.keys) {
            remove(id)?.call.fail(reason)
        }
    }

    /// Moves every transfer as far as it goes, and ends those that are done or out of time.
    mutating func perform() {
        var running: Int32 = 0
        curl_multi_perform(multi, &running)
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            // The message does not outlive the handle's removal.
            let code = ccurl_message_result(message)
            let id = Transfer.owning(handle).call.id
            // The outcome is read before the removal: that resets what libcurl knows of the transfer.
            let outcome = transfers[id]?.outcome(code)
            guard let outcome, let call = remove(id)?.call else { continue }
            switch outcome {
            case .success(let response): call.succeed(response)
            case .failure(let reason): call.fail(reason)
            }
        }
        expire()
    }

    /// Sleeps until there is something to do for a transfer, or somebody calls `curl_multi_wakeup`.
    func wait(atMost limit: Duration) {
        let patience = earliestDeadline.map { min(limit, ContinuousClock.now.duration(to: $0)) } ?? limit
        curl_multi_poll(multi, nil, 0, Int32(max(0, patience.roundedUpMilliseconds)), nil)
    }

    /// Ends what is out of time.
    ///
    /// libcurl's own timeout would not do: 7.88 does not look at it while a transfer waits for a free connection, so that
    /// one of 200 ms ended with the transfer it waited for, after 40 s.
    private mutating func expire() {
        let now = ContinuousClock.now
        guard let earliestDeadline, earliestDeadline <= now else { return }
        for (id, transfer) in transfers where transfer.call.deadline <= now {
            let phase = transfer.phase
            transfer.forbidReuse()
            remove(id)?.call.fail(.timedOut(phase, after: transfer.call.request.timeout))
        }
        self.earliestDeadline = transfers.values.map(\.call.deadline).min()
    }

    private mutating func remove(_ id: Call.ID) -> Transfer? {
        guard let transfer = transfers.removeValue(forKey: id) else { return nil }
        curl_multi_remove_handle(multi, transfer.handle)
        if transfers.isEmpty { earliestDeadline = nil }
        return transfer
    }
}

extension Duration {
    /// At least a millisecond for any time above zero, as libcurl takes 0 for "no limit" and a poll of 0 would spin.
    var roundedUpMilliseconds: Int {
        let (seconds, attoseconds) = components
        let perMillisecond: Int64 = 1_000_000_000_000_000
        return Int(seconds) * 1000 + Int((attoseconds + perMillisecond - 1) / perMillisecond)
    }
}
