import CSQLite
import Glibc
import Threading

extension LedgerFile {
    struct Opened {
        /// By its path without links.
        let file: LedgerFile
        let tables: LedgerTables
        let lookCount: Int
        let stored: StoredLedgers
        /// What became of the file that was there.
        var setAside: SetAside?
    }

    /// Opens the file and reads all of it, or sets it aside and begins a new one.
    ///
    /// - Parameter verdict: Set it aside for this, although nothing may be wrong with it.
    /// - Throws: `.locked`, at once, where another holds it; whatever else there is no state for.
    func open(at now: Timestamp, verdict: Unusability? = nil) throws(LedgerFileError) -> Opened {
        let file = try prepared()
        let reason: Unusability
        do throws(LedgerFileError.Opening) {
            return try file.read(verdict)
        } catch {
            switch error {
            case .refused(let error): throw error
            case .unusable(let unusability): reason = unusability
            }
        }
        let setAside = try file.setAside(because: reason, at: now)
        let new = try file.prepared()
        do throws(LedgerFileError.Opening) {
            var opened = try new.read(nil)
            opened.setAside = setAside
            return opened
        } catch {
            switch error {
            case .refused(let error): throw error
            case .unusable(let reason): throw .failed(path: new.path, reason: "a new one is no better, as \(reason)")
            }
        }
    }

    /// Begins a new file in the place of one that was lost while in use.
    func openAnew(at now: Timestamp, because verdict: Unusability) throws(LedgerFileError) -> Opened {
        // SQLite leaves the journal of a file that was removed, and would take it for the new one's.
        if identity == nil { unlink(path + "-wal") }
        return try open(at: now, verdict: verdict)
    }

    private func read(_ verdict: Unusability?) throws(LedgerFileError.Opening) -> Opened {
        do {
            if let cut = cutOff { throw cut }
            let tables = try LedgerTables.open(path, proxy: proxy, verdict: verdict)
            let stored = try tables.read()
            tables.closeTidily()
            return Opened(file: self, tables: tables, lookCount: try tables.countLooks(), stored: stored)
        } catch let reason as Unusability {
            throw .unusable(reason)
        } catch let error as SQLiteError {
            throw LedgerFileError.Opening(error, path: path)
        } catch let error as LedgerFileError {
            throw .refused(error)
        } catch {
            throw .refused(.failed(path: path, reason: "\(error)"))
        }
    }
}

extension LedgerFileError {
    /// Why a file was not opened.
    enum Opening: Error {
        case unusable(Unusability)
        case refused(LedgerFileError)

        /// Whether the fault lies in the file, which is then set aside, or in what is around it.
        init(_ error: SQLiteError, path: String) {
            let mayNotRead = [EACCES, EPERM].contains(error.systemError)
            switch (error.primaryCode, error.code) {
            case (SQLITE_NOTADB, _): self = .unusable(.notADatabase)
            // SQLITE_ERROR and SQLITE_FORMAT are what nonsense in its tables may lead to.
            case (SQLITE_CORRUPT, _), (SQLITE_ERROR, _), (SQLITE_FORMAT, _), (SQLITE_MISMATCH, _):
                self = .unusable(.damaged("\(error)"))
            case (SQLITE_IOERR, csqlite_ioerr_read), (SQLITE_IOERR, csqlite_ioerr_short_read):
                self = .unusable(.unreadable("\(error)"))
            case (SQLITE_CANTOPEN, _) where mayNotRead:
                self = .unusable(.unreadable(String(cString: strerror(error.systemError))))
            default: self = .refused(LedgerFileError(error, path: path))
            }
        }
    }

    init(_ error: SQLiteError, path: String) {
        let isFull = [ENOSPC, EDQUOT, EFBIG].contains(error.systemError)
        switch error.primaryCode {
        case SQLITE_BUSY: self = .locked(path: path, waited: .zero)
        case SQLITE_FULL: self = .diskFull(path: path)
        case SQLITE_IOERR where isFull: self = .diskFull(path: path)
        case SQLITE_READONLY, SQLITE_PERM: self = .notWritable(path: path)
        case SQLITE_IOERR where error.systemError == EROFS: self = .notWritable(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .damaged(path: path)
        case SQLITE_IOERR where [csqlite_ioerr_read, csqlite_ioerr_short_read].contains(error.code):
            self = .damaged(path: path)
        default:
            let cause = error.systemError == 0 ? "" : ", " + String(cString: strerror(error.systemError))
            self = .failed(path: path, reason: "\(error)\(cause)")
        }
    }
}
