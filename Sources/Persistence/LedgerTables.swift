import Budgets
import CSQLite
import Threading

/// The tables of a state file, and all that is done with them. For one thread at a time.
///
/// Numbers are kept in columns without a type, as SQLite makes whole numbers of them in columns with one and loses -0.
final class LedgerTables {
    /// `LBEx` in ASCII.
    static let applicationID = 0x4C42_4578
    static let version = 2

    /// As SQLite keeps them, word by word; in the order of their names.
    static let schema = [
        "CREATE TABLE account (id INTEGER PRIMARY KEY, kind BLOB NOT NULL, team BLOB NOT NULL, name BLOB NOT NULL, "
            + "UNIQUE (name, team, kind))",
        "CREATE TABLE ledger (account INTEGER PRIMARY KEY, seen_at NOT NULL, covers INTEGER NOT NULL, "
            + "missing INTEGER NOT NULL, checksum INTEGER NOT NULL, bytes BLOB NOT NULL)",
        "CREATE TABLE look (number INTEGER PRIMARY KEY, account INTEGER NOT NULL, time NOT NULL, since, skew NOT NULL, "
            + "missing INTEGER NOT NULL, spend NOT NULL, total_spend, budget_limit, resets_at, checksum INTEGER NOT NULL)",
        "CREATE TABLE looked_at (kind BLOB PRIMARY KEY, time NOT NULL, checksum INTEGER NOT NULL)",
        "CREATE TABLE proxy (url BLOB NOT NULL)",
    ]

    let database: Database
    private let findAccount: Statement
    private let addAccount: Statement
    private let addLook: Statement
    private let setLookedAt: Statement
    private let setLedger: Statement

    /// - Parameter database: One with the tables.
    init(_ database: Database) throws(SQLiteError) {
        self.database = database
        findAccount = try database.prepare("SELECT id FROM account WHERE name = ? AND team = ? AND kind = ?")
        addAccount = try database.prepare("INSERT INTO account (name, team, kind) VALUES (?, ?, ?) RETURNING id")
        addLook = try database.prepare("INSERT OR REPLACE INTO look VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        setLookedAt = try database.prepare("INSERT OR REPLACE INTO looked_at VALUES (?, ?, ?)")
        setLedger = try database.prepare("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?, ?)")
    }

    /// What is read is in order, and what is closed from now on is a file without a journal.
    func closeTidily() {
        database.closeTidily()
    }

    /// How many looks are kept.
    func countLooks() throws(SQLiteError) -> Int {
        try database.integer("SELECT count(*) FROM look") ?? 0
    }

    /// Adds looks, and those before them that could not be.
    func append(_ looks: [RecordedLook], lookedAt: [AccountKind: Timestamp]) throws(SQLiteError) {
        try database.transaction { () throws(SQLiteError) in try insert(looks, lookedAt) }
    }

    /// Keeps ledgers, which have eaten all looks up to a number, instead of those.
    func fold(
        _ ledgers: [FoldedLedger], upTo number: Int, forgetting gone: [AccountID], adding looks: [RecordedLook],
        lookedAt: [AccountKind: Timestamp]
    ) throws(SQLiteError) {
        try database.transaction { () throws(SQLiteError) in
            try insert(looks, lookedAt)
            for ledger in ledgers { try set(ledger, covering: number) }
            try forget(gone)
            try database.run(
                """
                DELETE FROM look WHERE EXISTS
                (SELECT 1 FROM ledger WHERE ledger.account = look.account AND ledger.covers >= look.number)
                """)
        }
    }

    private func insert(_ looks: [RecordedLook], _ lookedAt: [AccountKind: Timestamp]) throws(SQLiteError) {
        for look in looks where look.time.unixSeconds.isFinite && look.spend.amount.isFinite { try insert(look) }
        for (kind, time) in lookedAt where time.unixSeconds.isFinite {
            var checksum = Checksum(kind)
            checksum.mix(time.unixSeconds)
            try setLookedAt.bind(0, bytesOf: kind.rawValue)
            try setLookedAt.bind(1, time.unixSeconds)
            try setLookedAt.bind(2, checksum.value)
            try setLookedAt.run()
        }
    }

    private func insert(_ look: RecordedLook) throws(SQLiteError) {
        try addLook.bind(0, look.number)
        try addLook.bind(1, row(of: look.account))
        var checksum = Checksum(look.account)
        checksum.mix(UInt64(bitPattern: Int64(look.number)))
        func bind(_ column: Int32, _ number: Double?) throws(SQLiteError) {
            // SQLite takes what is no number for nothing.
            let number = number.flatMap { $0.isNaN ? nil : $0 }
            checksum.mix(number)
            try addLook.bind(column, number)
        }
        try bind(2, look.time.unixSeconds)
        try bind(3, look.since?.unixSeconds)
        try bind(4, look.skew.seconds)
        try addLook.bind(5, look.isMissingAfterwards ? 1 : 0)
        checksum.mix(look.isMissingAfterwards ? 1 : 0)
        try bind(6, look.spend.amount)
        try bind(7, look.totalSpend?.amount)
        try bind(8, look.limit.amount?.amount)
        try bind(9, look.resetsAt?.unixSeconds)
        if look.limit == .unlimited {
            // Nothing says that the limit is unknown, an empty value that there is none.
            try addLook.bind(8, [UInt8]())
            checksum.mix(1)
        }
        try addLook.bind(10, checksum.value)
        try addLook.run()
    }

    private func set(_ ledger: FoldedLedger, covering number: Int) throws(SQLiteError) {
        guard ledger.seenAt.unixSeconds.isFinite else { return }
        let bytes = ledger.encode()
        try setLedger.bind(0, row(of: ledger.account))
        try setLedger.bind(1, ledger.seenAt.unixSeconds)
        try setLedger.bind(2, number)
        try setLedger.bind(3, ledger.isMissing ? 1 : 0)
        try setLedger.bind(
            4,
            Self.checksum(
                of: bytes, seenAt: ledger.seenAt.unixSeconds, covers: number, isMissing: ledger.isMissing,
                Checksum(ledger.account)))
        try setLedger.bind(5, bytes)
        try setLedger.run()
    }

    static func checksum(
        of ledger: [UInt8], seenAt: Double, covers number: Int, isMissing: Bool, _ account: Checksum
    ) -> Int {
        var checksum = account
        checksum.mix(seenAt)
        checksum.mix(UInt64(bitPattern: Int64(number)))
        checksum.mix(isMissing ? 1 : 0)
        ledger.withUnsafeBytes { checksum.mix($0) }
        return checksum.value
    }

    private func forget(_ gone: [AccountID]) throws(SQLiteError) {
        guard !gone.isEmpty else { return }
        let removeLedger = try database.prepare("DELETE FROM ledger WHERE account = ?")
        let removeAccount = try database.prepare("DELETE FROM account WHERE id = ?")
        for account in gone {
            guard let row = try rowIfKnown(of: account) else { continue }
            try removeLedger.bind(0, row)
            try removeLedger.run()
            try removeAccount.bind(0, row)
            try removeAccount.run()
        }
        try database.run("DELETE FROM look WHERE account NOT IN (SELECT id FROM account)")
    }

    /// The account's row, made if there is none.
    private func row(of account: AccountID) throws(SQLiteError) -> Int {
        if let row = try rowIfKnown(of: account) { return row }
        try bind(account, to: addAccount)
        return try firstInteger(of: addAccount) ?? 0
    }

    private func rowIfKnown(of account: AccountID) throws(SQLiteError) -> Int? {
        try bind(account, to: findAccount)
        return try firstInteger(of: findAccount)
    }

    private func bind(_ account: AccountID, to statement: Statement) throws(SQLiteError) {
        try statement.bind(0, bytesOf: account.text)
        try statement.bind(1, bytesOf: account.teamOfMember ?? "")
        try statement.bind(2, bytesOf: account.kind.rawValue)
    }

    private func firstInteger(of statement: Statement) throws(SQLiteError) -> Int? {
        guard try statement.step() else { return nil }
        let integer = statement.integer(0)
        // On to the end, which a statement that adds a row needs for that.
        try statement.run()
        return integer
    }
}
