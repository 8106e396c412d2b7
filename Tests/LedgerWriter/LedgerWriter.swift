import Budgets
import Glibc
import Persistence
import Threading

/// Appends looks to a state file, one transaction each, folds every 50, and prints what is safely kept:
///
///     LedgerWriter FILE [BYTES]
///
/// With a number of bytes, no file may grow beyond it until a write has failed twice. It ends after 20,000 looks, should
/// nobody kill it.
@main struct LedgerWriter {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count > 1 else { return say("a file is needed") }
        if arguments.count > 2, let bytes = UInt(arguments[2]) { limitFiles(to: bytes) }
        let opening = await LedgerStore.open(
            LedgerFile(path: arguments[1], proxy: "http://localhost:4000"), time: SystemTime(),
            waitingAtMost: .milliseconds(300))
        switch opening {
        case .withoutState(let error): say("without state: \(error)")
        case .opened(let store, let stored, let setAside):
            if let setAside { say("set aside: \(setAside)") }
            await write(to: store, from: stored.lastNumber + 1)
        }
    }

    private static func write(to store: LedgerStore, from start: Int) async {
        var failures = 0
        for number in start..<start + 20_000 {
            let time = Timestamp(unixSeconds: Double(number))
            let look = RecordedLook(
                number: number, account: .team("\(number % 7)"), time: time, since: nil, spend: USD(Double(number)),
                limit: .unlimited)
            report(await store.append([look], lookedAt: [.team: time]).change)
            if await store.isWritable {
                say("kept \(number)")
            } else {
                failures += 1
                if failures == 2 { limitFiles(to: UInt.max) }
            }
            guard number % 50 == 0 else { continue }
            let ledgers = (0..<7).map {
                FoldedLedger(account: .team("\($0)"), seenAt: time, bytes: Array("\(number)".utf8))
            }
            report(await store.fold(ledgers, upTo: number).change)
        }
    }

    private static func report(_ change: LedgerStore.Change?) {
        switch change {
        case .failing(let error): say("failing: \(error)")
        case .worksAgain: say("works again")
        case nil: break
        }
    }

    private static func limitFiles(to bytes: UInt) {
        var limit = rlimit(rlim_cur: bytes, rlim_max: UInt.max)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        Glibc.write(STDOUT_FILENO, bytes, bytes.count)
    }
}
