#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast, which Swift cannot import: SQLite takes a copy of the bytes.
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// Swift cannot call functions of variable arguments. Refuses what a hostile file could do to the library itself.
static inline int csqlite_defend(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
}

// Whether closing leaves the journal as it is.
static inline int csqlite_keep_journal(sqlite3 *database, int keeps) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keeps, (int *)0);
}

// Why writing the journal failed last, as `errno` has it; sqlite3_system_errno does not tell it of a commit.
static inline int csqlite_journal_errno(sqlite3 *database) {
    sqlite3_file *journal = 0;
    int code = 0;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal) == SQLITE_OK && journal != 0
        && journal->pMethods != 0)
        journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &code);
    return code;
}

// Made of other macros, which Swift cannot import either.
static const int csqlite_ioerr_read = SQLITE_IOERR_READ;
static const int csqlite_ioerr_short_read = SQLITE_IOERR_SHORT_READ;
static const int csqlite_ioerr_write = SQLITE_IOERR_WRITE;
