import CSQLite

extension LedgerTables {
    /// Opens a file that is empty or a state file, and locks it for as long as the tables are in use.
    ///
    /// - Parameters:
    ///   - proxy: The URL of the one whose ledgers are to be kept.
    ///   - verdict: On a file that is not empty, although nothing may be wrong with it.
    /// - Throws: `SQLiteError`, of which a busy one can be tried again, or `Unusability`.
    static func open(_ path: String, proxy: String, verdict: Unusability?) throws -> LedgerTables {
        let database = try Database(path: path)
        guard !database.isReadOnly else { throw SQLiteError(SQLITE_READONLY, of: nil) }
        // A lock once taken is kept, and nothing is mapped into memory, where a file cut short would end the process.
        try database.run("PRAGMA locking_mode = EXCLUSIVE")
        try database.run("PRAGMA mmap_size = 0")
        try database.run("PRAGMA trusted_schema = OFF")
        try database.run("PRAGMA cell_size_check = ON")
        // Locked before anything is decided, and decided before anything is changed.
        let isBlank = try isBlank(database)
        if !isBlank {
            if let verdict { throw verdict }
            try check(database, proxy)
        }
        guard try database.texts("PRAGMA journal_mode = WAL") == ["wal"] else {
            throw SQLiteError(SQLITE_CANTOPEN, of: nil)
        }
        try database.run("PRAGMA synchronous = NORMAL")
        // What a large fold leaves of the journal is given back.
        try database.run("PRAGMA journal_size_limit = 4194304")
        if isBlank { try create(database, proxy) }
        return try LedgerTables(database)
    }

    private static func isBlank(_ database: Database) throws -> Bool {
        do throws(SQLiteError) {
            return try database.transaction { () throws(SQLiteError) in
                (
                    try database.integer("PRAGMA application_id"), try database.integer("PRAGMA user_version"),
                    try database.integer("SELECT count(*) FROM sqlite_master")
                )
            } == (0, 0, 0)
        } catch {
            // The file itself is writable: it is what it says of its format that forbids writing.
            guard error.code == SQLITE_READONLY else { throw error }
            throw Unusability.damaged("its header names a format that there is not")
        }
    }

    private static func create(_ database: Database, _ proxy: String) throws(SQLiteError) {
        try database.transaction { () throws(SQLiteError) in
            try database.run("PRAGMA application_id = \(applicationID)")
            try database.run("PRAGMA user_version = \(version)")
            for table in schema { try database.run(table) }
            let setProxy = try database.prepare("INSERT INTO proxy VALUES (?)")
            try setProxy.bind(0, bytesOf: proxy)
            try setProxy.run()
        }
    }

    private static func check(_ database: Database, _ proxy: String) throws {
        guard try database.integer("PRAGMA application_id") == applicationID else { throw Unusability.foreign }
        let found = try database.integer("PRAGMA user_version") ?? 0
        guard found <= version else { throw Unusability.newer(version: found) }
        guard found == version else { throw Unusability.older(version: found) }
        let tables = try database.texts("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        guard tables == schema else { throw Unusability.damaged("its tables are not as they were made") }
        let complaints = try database.texts("PRAGMA quick_check(1)")
        guard complaints == ["ok"] else { throw Unusability.damaged("SQLite's quick check fails") }
        let proxies = try database.texts("SELECT url FROM proxy")
        guard proxies == [proxy] else { throw Unusability.ofAnotherProxy(proxies.joined(separator: ", ")) }
    }
}
