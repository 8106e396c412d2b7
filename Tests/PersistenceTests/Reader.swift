import CSQLite

/// Another connection that has begun to read, as an operator's `sqlite3` has.
struct Reader {
    private let database: OpaquePointer

    init(_ path: String) throws {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK, let database,
            sqlite3_exec(database, "BEGIN; SELECT count(*) FROM look", nil, nil, nil) == SQLITE_OK
        else { throw SQLFailure(message: String(cString: sqlite3_errmsg(database))) }
        self.database = database
    }

    func close() {
        sqlite3_close(database)
    }
}
