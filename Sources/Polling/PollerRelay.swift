public import ServiceLifecycle
import Threading

/// Polls for as long as the program runs, with one poller after the other: when the configuration is read anew, a new poller
/// takes over. The watch with its accounts and counters, and the state file, are the same for all of them.
public struct PollerRelay: Service {
    /// A poller on the same watch, and who waits for it.
    public struct Successor: Sendable {
        let poller: Poller
        let onTakeOver: @Sendable () -> Void

        /// `onTakeOver` is called when the poller before has ended and the watch goes by the new configuration.
        public init(_ poller: Poller, onTakeOver: @escaping @Sendable () -> Void) {
            self.poller = poller
            self.onTakeOver = onTakeOver
        }
    }

    // A function, as a poller that has ended is to let go of its connections.
    private let first: @Sendable () -> Poller
    private let successor: @Sendable () async -> Successor?

    /// - Parameters:
    ///   - first: Makes the first poller, whose configuration names the state file.
    ///   - successor: Waits for the next poller; nil when none will come any more.
    public init(
        _ first: @escaping @Sendable () -> Poller, successor: @escaping @Sendable () async -> Successor?
    ) {
        self.first = first
        self.successor = successor
    }

    public func run() async throws {
        var poller = first()
        let keeper = await cancelWhenGracefulShutdown { [poller] in await poller.ledgerKeeper() }
        let (records, recordsChange) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            if let keeper { group.addTask { await keeper.run(records) } }
            var predecessor: Schedule?
            while true {
                let (schedule, next) = await run(poller, after: predecessor) { recordsChange.yield() }
                guard let next else { break }
                await next.poller.takeOver()
                next.onTakeOver()
                predecessor = next.poller.asksTheSame(as: poller) ? schedule : nil
                poller = next.poller
            }
            group.cancelAll()
        }
        await keeper?.finish()
    }

    /// Runs a poller until another is to take over, of which there is none when the last has ended.
    private func run(
        _ poller: Poller, after predecessor: Schedule?, onSweepEnd: @escaping @Sendable () -> Void
    ) async -> (Schedule?, Successor?) {
        await withTaskGroup(of: Schedule.self) { group in
            group.addTask { await poller.run(after: predecessor, onSweepEnd: onSweepEnd) }
            let next = await successor()
            if next != nil { group.cancelAll() }
            return (await group.next(), next)
        }
    }
}

extension Poller {
    /// Tells the watch what it goes by from now on.
    fileprivate func takeOver() async {
        await watch.follow(configuration, at: time.uptime)
    }
}
