import CSQLite

/// Why SQLite did not do what it was asked to.
struct SQLiteError: Error, Hashable, CustomStringConvertible {
    /// The extended result code.
    let code: Int32
    /// The `errno` of the last call of the operating system that failed, if one did.
    let systemError: Int32
    let message: String

    init(_ code: Int32, of database: OpaquePointer?) {
        self.code = code
        let systemError = database.map { sqlite3_system_errno($0) } ?? 0
        let isUntold = systemError == 0 && code == csqlite_ioerr_write
        self.systemError = isUntold ? database.map { csqlite_journal_errno($0) } ?? 0 : systemError
        message = String(cString: sqlite3_errstr(code))
    }

    /// The result code without what extends it.
    var primaryCode: Int32 { code & 0xFF }

    /// Another connection, of this process or another, has the file locked.
    var isBusy: Bool { primaryCode == SQLITE_BUSY }

    /// Says nothing that comes from the file: a damaged one could hold anything.
    var description: String { "\(message) (SQLite code \(code))" }
}
