import CSQLite

/// A connection to an SQLite database, for one thread at a time. It closes once it and all its statements are released.
final class Database {
    private let handle: OpaquePointer

    /// Opens a file that exists; a lock that is held is for the caller to wait for.
    init(path: String) throws(SQLiteError) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let error = SQLiteError(handle.map { sqlite3_extended_errcode($0) } ?? code, of: handle)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        sqlite3_extended_result_codes(handle, 1)
        _ = csqlite_defend(handle)
        _ = csqlite_keep_journal(handle, 1)
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// Whether the file can only be read, which SQLite makes do with when it may not write.
    var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    /// From now on, closing moves the journal into the file. Before, it leaves both as they are, for who looks into a file
    /// that cannot be used.
    func closeTidily() {
        _ = csqlite_keep_journal(handle, 0)
    }

    func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw SQLiteError(code, of: handle) }
        return Statement(statement)
    }

    func run(_ sql: String) throws(SQLiteError) {
        try prepare(sql).run()
    }

    /// The first column of the first row, as a whole number.
    func integer(_ sql: String) throws(SQLiteError) -> Int? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : nil
    }

    /// The first column of all rows, as text.
    func texts(_ sql: String) throws(SQLiteError) -> [String] {
        let statement = try prepare(sql)
        var texts: [String] = []
        while try statement.step() { texts.append(statement.text(0)) }
        return texts
    }

    /// Does all of `body`, or nothing of it.
    func transaction<Result>(_ body: () throws(SQLiteError) -> Result) throws(SQLiteError) -> Result {
        try run("BEGIN IMMEDIATE")
        do throws(SQLiteError) {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // Some failures have rolled it back already.
            if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") }
            throw error
        }
    }
}
