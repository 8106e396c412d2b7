import Budgets
import Threading

extension LedgerTables {
    /// All that is kept.
    ///
    /// - Throws: `SQLiteError`, or `Unusability` where a row is not as it was written: half a state is none.
    func read() throws -> StoredLedgers {
        var stored = StoredLedgers()
        var checksums: [Checksum] = []
        let indices = try readAccounts(&stored.looks.accounts, &checksums)
        var covered = [Int](repeating: 0, count: indices.count)
        try readLedgers(&stored, indices, checksums, &covered)
        try readLooks(&stored, indices, checksums, covered)
        stored.lookedAt = try readLookedAt()
        return stored
    }

    /// Where the account of each row is among those that are read.
    private func readAccounts(_ accounts: inout [AccountID], _ checksums: inout [Checksum]) throws -> [Int: Int] {
        var indices: [Int: Int] = [:]
        let rows = try database.prepare("SELECT id, kind, team, name FROM account")
        while try rows.step() {
            let kind = try kind(rows.text(1), of: "an account")
            let account = try AccountID(kept: kind, team: rows.text(2), text: rows.text(3))
                .orDamaged("an account is not as it was written")
            indices[rows.integer(0)] = accounts.count
            accounts.append(account)
            checksums.append(Checksum(account))
        }
        guard Set(accounts).count == accounts.count else { throw Unusability.damaged("an account is there twice") }
        return indices
    }

    private func readLedgers(
        _ stored: inout StoredLedgers, _ indices: [Int: Int], _ checksums: [Checksum], _ covered: inout [Int]
    ) throws {
        let rows = try database.prepare("SELECT account, seen_at, covers, missing, checksum, bytes FROM ledger")
        stored.folded.reserveCapacity(indices.count)
        while try rows.step() {
            guard let index = indices[rows.integer(0)], let seenAt = rows.double(1) else {
                throw Unusability.damaged("a ledger has no account")
            }
            let (number, isMissing, bytes) = (rows.integer(2), rows.integer(3) == 1, rows.bytes(5))
            let checksum = Self.checksum(
                of: bytes, seenAt: seenAt, covers: number, isMissing: isMissing, checksums[index])
            guard rows.integer(4) == checksum else {
                throw Unusability.damaged("a ledger is not as it was written")
            }
            covered[index] = number
            stored.lastNumber = max(stored.lastNumber, number)
            stored.folded[stored.looks.accounts[index]] = StoredLedgers.Ledger(
                bytes: bytes, seenAt: Timestamp(unixSeconds: seenAt), isMissing: isMissing)
        }
    }

    private func readLooks(
        _ stored: inout StoredLedgers, _ indices: [Int: Int], _ checksums: [Checksum], _ covered: [Int]
    ) throws {
        stored.looks.packed.reserveCapacity(try countLooks())
        let rows = try database.prepare(
            """
            SELECT number, account, time, since, skew, missing, spend, total_spend, budget_limit, resets_at, checksum
            FROM look ORDER BY number
            """)
        while try rows.step() {
            guard let index = indices[rows.integer(1)] else { throw Unusability.damaged("a look has no account") }
            var checksum = checksums[index]
            let number = rows.integer(0)
            checksum.mix(UInt64(bitPattern: Int64(number)))
            func double(_ column: Int32) -> Double {
                let double = rows.double(column)
                checksum.mix(double)
                return double ?? .nan
            }
            let (time, since, skew) = (double(2), double(3), double(4))
            let isMissingAfterwards = rows.integer(5) == 1
            checksum.mix(isMissingAfterwards ? 1 : 0)
            let look = StoredLooks.Packed(
                number: number, account: Int32(index), isUnlimited: rows.double(8) == nil && !rows.isNull(8),
                isMissingAfterwards: isMissingAfterwards, time: time, skew: skew, spend: double(6), since: since,
                totalSpend: double(7), limit: double(8), resetsAt: double(9))
            if look.isUnlimited { checksum.mix(1) }
            guard rows.integer(10) == checksum.value else {
                throw Unusability.damaged("a look is not as it was written")
            }
            stored.lastNumber = max(stored.lastNumber, number)
            if number > covered[index] { stored.looks.packed.append(look) }
        }
    }

    private func readLookedAt() throws -> [AccountKind: Timestamp] {
        var times: [AccountKind: Timestamp] = [:]
        let rows = try database.prepare("SELECT kind, time, checksum FROM looked_at")
        while try rows.step() {
            let kind = try kind(rows.text(0), of: "a look at a kind")
            var checksum = Checksum(kind)
            checksum.mix(rows.double(1))
            guard let time = rows.double(1), rows.integer(2) == checksum.value else {
                throw Unusability.damaged("a look at a kind is not as it was written")
            }
            times[kind] = Timestamp(unixSeconds: time)
        }
        return times
    }

    private func kind(_ text: String, of what: String) throws(Unusability) -> AccountKind {
        guard let kind = AccountKind(rawValue: text) else { throw .damaged("\(what) is of a kind that there is not") }
        return kind
    }
}

extension AccountID {
    /// Nil where the parts do not go together.
    fileprivate init?(kept kind: AccountKind, team: String, text: String) {
        guard team.isEmpty || kind == .teamMember, text.isEmpty || kind != .proxy else { return nil }
        self.init(kind, team: team, text: text)
    }
}

extension Optional {
    fileprivate func orDamaged(_ how: String) throws(Unusability) -> Wrapped {
        guard let self else { throw .damaged(how) }
        return self
    }
}
