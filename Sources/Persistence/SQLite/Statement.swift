import CSQLite

/// A prepared statement. Parameters and columns are counted from 0.
final class Statement {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        sqlite3_finalize(handle)
    }

    // MARK: Running

    /// Whether there is one more row. After the last, or a failure, the statement starts again.
    func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        // The error is read before the statement, and with it the error, is reset.
        let error = code == SQLITE_DONE ? nil : SQLiteError(code, of: sqlite3_db_handle(handle))
        sqlite3_reset(handle)
        if let error { throw error }
        return false
    }

    /// Runs it to its end.
    func run() throws(SQLiteError) {
        while try step() {}
    }

    // MARK: Parameters

    func bind(_ index: Int32, _ value: Int) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, index + 1, Int64(value)))
    }

    func bind(_ index: Int32, _ value: Double?) throws(SQLiteError) {
        guard let value else { return try bindNull(index) }
        try check(sqlite3_bind_double(handle, index + 1, value))
    }

    func bindNull(_ index: Int32) throws(SQLiteError) {
        try check(sqlite3_bind_null(handle, index + 1))
    }

    /// Every byte counts: as text, SQLite would end it at the first NUL here and there.
    func bind(_ index: Int32, bytesOf text: String) throws(SQLiteError) {
        var text = text
        let code = text.withUTF8 { bindCode(index, UnsafeRawBufferPointer($0)) }
        try check(code)
    }

    func bind(_ index: Int32, _ bytes: [UInt8]) throws(SQLiteError) {
        let code = bytes.withUnsafeBytes { bindCode(index, $0) }
        try check(code)
    }

    private func bindCode(_ index: Int32, _ bytes: UnsafeRawBufferPointer) -> Int32 {
        // Without an address it would be NULL.
        guard let address = bytes.baseAddress, !bytes.isEmpty else {
            return sqlite3_bind_zeroblob(handle, index + 1, 0)
        }
        return csqlite_bind_blob(handle, index + 1, address, UInt64(bytes.count))
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw SQLiteError(code, of: sqlite3_db_handle(handle)) }
    }

    // MARK: Columns of the row

    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    func integer(_ column: Int32) -> Int {
        Int(sqlite3_column_int64(handle, column))
    }

    /// Nil where there is no floating-point number.
    func double(_ column: Int32) -> Double? {
        guard sqlite3_column_type(handle, column) == SQLITE_FLOAT else { return nil }
        return sqlite3_column_double(handle, column)
    }

    func text(_ column: Int32) -> String {
        withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ column: Int32) -> [UInt8] {
        withBytes(column) { Array($0) }
    }

    private func withBytes<Result>(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        // In this order: the count is that of the bytes last asked for.
        let address = sqlite3_column_blob(handle, column)
        return body(UnsafeRawBufferPointer(start: address, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
