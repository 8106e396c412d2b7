import Budgets
import Glibc
import Persistence
import Threading

/// Appends looks to a state file, one transaction each, folds now and then, and prints what is safely kept:
///
///     LedgerWriter FILE [FILE-SIZE-LIMIT]
///
/// It ends after 100,000 looks, should nobody kill it.
@main struct LedgerWriter {
    static func main() async {
        let arguments = CommandLine.arguments
        if arguments.count > 2, let bytes = UInt(arguments[2]) {
            var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        }
        let opening = await LedgerStore.open(
            LedgerFile(path: arguments[1]), time: SystemTime(), waitingAtMost: .seconds(5))
        guard case .opened(let store, let stored, let setAside) = opening else { return say("\(opening)") }
        if let setAside { say("\(setAside)") }
        say("opened \(stored.lastNumber)")
        for number in stored.lastNumber + 1...stored.lastNumber + 100_000 {
            let account = AccountID.team("team-\(number % 7)")
            let look = RecordedLook(
                number: number, account: account, time: Timestamp(unixSeconds: Double(number)),
                spend: USD(Double(number)), limit: .unlimited)
            if let change = await store.append([look], lookedAt: [.team: look.time]) { say("\(change)") }
            if number % 50 == 0 {
                let ledgers = (0..<7).map {
                    FoldedLedger(account: .team("team-\($0)"), seenAt: look.time, bytes: Array("\(number)".utf8))
                }
                if let change = await store.fold(ledgers, upTo: number) { say("\(change)") }
            }
            if await store.isWritable { say("kept \(number)") }
        }
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        write(STDOUT_FILENO, bytes, bytes.count)
    }
}
