import Budgets
import Threading

/// A ledger's bytes, to which the checksum that they need is added: who can write a state file can write that too.
struct LedgerBody {
    private static let start = Moment(
        uptime: Uptime(sinceOrigin: .seconds(1_000_000)), now: Timestamp(unixSeconds: 1_795_222_095))

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes + Self.checksum(of: bytes)
    }

    func run() throws {
        guard var ledger = SpendLedger(decoding: bytes, at: Self.start) else { return }
        try checkEncoding(of: ledger, at: Self.start)
        var account = Account(id: .team("t"), budget: Budget(limit: .limited(100)), spend: 1)
        var lastCounter: Double?
        for (step, seconds) in [0, 30, 3_600, 700_000.0].enumerated() {
            let moment = Self.start - .seconds(-seconds)
            account.spend = USD(Double(step) * 7)
            account.budget.resetsAt = Timestamp(unixSeconds: 1_795_222_095 + 1_800)
            _ = ledger.take(account, at: moment, terms: .standard)
            guard
                let history = ledger.history(
                    of: account, terms: .standard, effectiveInterval: .seconds(30), at: moment)
            else { continue }
            try check(history, after: lastCounter)
            lastCounter = history.spendTotal.amount
        }
        try checkEncoding(of: ledger, at: Self.start - .seconds(-700_000))
    }

    private func check(_ history: AccountHistory, after lastCounter: Double?) throws {
        let counter = history.spendTotal.amount
        try BrokenPromise.unless(counter.isFinite && counter >= 0, "a counter is \(counter)")
        try BrokenPromise.unless(counter >= lastCounter ?? 0, "a counter fell to \(counter) from \(lastCounter ?? 0)")
        for outlook in history.outlooks {
            let rate = outlook.ratePerSecond.amount
            try BrokenPromise.unless(rate.isFinite && rate >= 0, "\(rate) is spent a second")
        }
    }

    /// What is written is what is read. Times of the future become the present once, and not again.
    private func checkEncoding(of ledger: SpendLedger, at moment: Moment) throws {
        let written = ledger.encoded(at: moment)
        guard let read = SpendLedger(decoding: written, at: moment) else {
            throw BrokenPromise("a ledger is not read again")
        }
        try BrokenPromise.unless(read.encoded(at: moment) == written, "a ledger is written differently when read again")
    }

    /// FNV-1a of 64 bits, lowest byte first.
    private static func checksum(of bytes: [UInt8]) -> [UInt8] {
        let sum = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return (0..<8).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) }
    }
}
