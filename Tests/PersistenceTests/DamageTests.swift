import Budgets
import Persistence
import TestSupport
import Testing
import Threading

@Suite("Damaged state files", .timeLimit(.minutes(10))) struct DamageTests {
    /// Some pages of everything: accounts, ledgers of which some are longer than a page, looks.
    private static func fill(_ store: LedgerStore) async {
        let accounts = (0..<60).map { AccountID.key(hash: String(repeating: "\($0 % 10)", count: 60) + "\($0)") }
        #expect(await store.append(accounts.enumerated().map { look($0 + 1, at: $1) }).change == nil)
        let ledgers = accounts.enumerated().map { place, account in
            ledger(account, String(repeating: "\(place) ", count: place * 40))
        }
        #expect(await store.fold(ledgers, upTo: 60, forgetting: []).change == nil)
        let looks = (61...360).map { look($0, at: accounts[$0 % 60]) }
        #expect(await store.append(looks, lookedAt: [.key: looks[0].time]).change == nil)
    }

    /// Opens a file in a folder of its own, and then once more: either it holds what it held, or all of it is set aside.
    private func verdict(on files: [String: [UInt8]], amongst allowed: [Contents]) async throws -> (
        isWhole: Bool, SetAside?
    ) {
        try await ScratchFolder.with { folder in
            for (name, bytes) in files { try folder.write(name, bytes: bytes) }
            let opened = try await folder.open()
            let isEmpty = opened.contents == Contents()
            let isWhole = allowed.contains(opened.contents)
            #expect(isEmpty || isWhole, "half of a state was read")
            #expect(isWhole || opened.setAside != nil, "a state was dropped without a word")
            if let setAside = opened.setAside {
                let name = String(setAside.newPath.split(separator: "/").last!)
                let kept = try folder.bytes(name)
                #expect(kept.count == files["state.db"]?.count, "what is set aside is kept as it was")
            }
            // What was begun works.
            #expect(await opened.store.append([look(1_000)]).change == nil)
            await opened.store.close()
            let again = try await folder.open()
            if opened.setAside != nil { #expect(again.contents.looks == [look(1_000)]) }
            return (isWhole, opened.setAside)
        }
    }

    @Test("a file cut off at any length is set aside")
    func truncated() async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open().store
            await Self.fill(store)
            await store.close()
            let whole = try folder.bytes("state.db")
            let contents = try await folder.open("state.db").contents
            #expect(try await verdict(on: ["state.db": whole], amongst: [contents]).isWhole)
            let lengths =
                [1, 2, 15, 16, 17, 99, 100, 101, 511, 512, 1023, 4095, 4096, 4097, whole.count - 1]
                + Array(stride(from: 4096 * 2, to: whole.count, by: 4096))
                + Array(stride(from: 5000, to: whole.count, by: 7919))
            for length in lengths {
                let (isWhole, _) = try await verdict(on: ["state.db": Array(whole.prefix(length))], amongst: [contents])
                #expect(!isWhole, "\(length) of \(whole.count) bytes")
            }
        }
    }

    @Test("flipped bits are noticed, or change nothing")
    func flipped() async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open().store
            await Self.fill(store)
            await store.close()
            let whole = try folder.bytes("state.db")
            let contents = try await folder.open("state.db").contents
            var generator = SplitMix(state: 7)
            let positions = Array(0..<112) + (0..<250).map { _ in Int.random(in: 0..<whole.count, using: &generator) }
            var noticed = 0
            for position in positions {
                var bytes = whole
                bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                if try await verdict(on: ["state.db": bytes], amongst: [contents]).1 != nil { noticed += 1 }
            }
            #expect(noticed > positions.count / 4, "only \(noticed) of \(positions.count)")
        }
    }

    @Test("from a journal that is cut off or damaged, whole transactions are read and no half one")
    func damagedJournal() async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open().store
            await store.close()
            var allowed = [Contents()]
            let opened = try await folder.open()
            var expected = Contents()
            for number in 1...20 {
                let looks = [look(number * 2 - 1), look(number * 2, at: .team("b\(number)"))]
                #expect(await opened.store.append(looks).change == nil)
                expected.looks += looks
                expected.lastNumber = number * 2
                allowed.append(expected)
            }
            let files = ["state.db": try folder.bytes("state.db"), "state.db-wal": try folder.bytes("state.db-wal")]
            let journal = files["state.db-wal"]!
            #expect(journal.count > 20 * 4096)
            var lengths: Set<Int> = []
            for length in stride(from: 0, to: journal.count, by: 1999) {
                let opened = try await contents(
                    of: files.merging(["state.db-wal": Array(journal.prefix(length))]) { $1 })
                #expect(allowed.contains(opened), "cut off after \(length) bytes")
                lengths.insert(opened.looks.count)
            }
            #expect(lengths.count > 15, "prefixes of many lengths were read")
            var generator = SplitMix(state: 11)
            for _ in 0..<80 {
                var bytes = journal
                let position = Int.random(in: 0..<journal.count, using: &generator)
                bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                let opened = try await contents(of: files.merging(["state.db-wal": bytes]) { $1 })
                #expect(allowed.contains(opened), "flipped at \(position)")
            }
        }
    }

    private func contents(of files: [String: [UInt8]]) async throws -> Contents {
        try await ScratchFolder.with { folder in
            for (name, bytes) in files { try folder.write(name, bytes: bytes) }
            return try await folder.open().contents
        }
    }

    @Test(
        "a file that is not ours, or not of this release, is set aside with the reason",
        arguments: [
            ("PRAGMA application_id = 1", Unusability.foreign), ("PRAGMA application_id = 0", .foreign),
            ("PRAGMA user_version = 3", .newer(version: 3)),
            ("PRAGMA user_version = 1000000", .newer(version: 1_000_000)),
            ("PRAGMA user_version = 1", .older(version: 1)), ("PRAGMA user_version = 0", .older(version: 0)),
            ("PRAGMA user_version = -1", .older(version: -1)),
            ("UPDATE proxy SET url = CAST('http://b' AS BLOB)", .ofAnotherProxy("http://b")),
            ("DELETE FROM proxy", .ofAnotherProxy("")),
            ("DROP TABLE look", .damaged("its tables are not as they were made")),
            ("CREATE TABLE more (x)", .damaged("its tables are not as they were made")),
            (
                "CREATE TRIGGER t AFTER INSERT ON look BEGIN DELETE FROM ledger; END",
                .damaged("its tables are not as they were made")
            ),
            ("UPDATE look SET spend = spend + 1 WHERE number = 2", .damaged("a look is not as it was written")),
            ("UPDATE look SET spend = 'much' WHERE number = 2", .damaged("a look is not as it was written")),
            ("UPDATE look SET budget_limit = NULL", .damaged("a look is not as it was written")),
            ("UPDATE look SET number = number + 1000", .damaged("a look is not as it was written")),
            ("UPDATE look SET account = 3 - account", .damaged("a look is not as it was written")),
            ("UPDATE look SET account = 77", .damaged("a look has no account")),
            ("UPDATE ledger SET bytes = x'00'", .damaged("a ledger is not as it was written")),
            ("UPDATE ledger SET covers = 9", .damaged("a ledger is not as it was written")),
            ("UPDATE ledger SET seen_at = seen_at + 1", .damaged("a ledger is not as it was written")),
            ("UPDATE ledger SET account = 77", .damaged("a ledger has no account")),
            ("UPDATE account SET name = x'63'", .damaged("a ledger is not as it was written")),
            ("UPDATE account SET kind = 'dragon'", .damaged("an account is of a kind that there is not")),
            ("UPDATE account SET kind = 'proxy'", .damaged("an account is not as it was written")),
            ("UPDATE looked_at SET time = time + 1.0", .damaged("a look at a kind is not as it was written")),
            ("UPDATE looked_at SET kind = 'key'", .damaged("a look at a kind is not as it was written")),
        ])
    func setsAside(sql: String, reason: Unusability) async throws {
        try await ScratchFolder.with { folder in
            do {
                let store = try await folder.open().store
                #expect(await store.append([look(1), look(2, at: .team("b"))]).change == nil)
                #expect(await store.fold([ledger("a1")], upTo: 1).change == nil)
                #expect(await store.append([look(3)], lookedAt: [.team: Timestamp(unixSeconds: 5.5)]).change == nil)
                await store.close()
            }
            // Two accounts would be the same.
            try folder.run(sql.hasPrefix("UPDATE account") ? sql + " WHERE id = 1" : sql)
            let opened = try await folder.open(time: ManualTime(now: Timestamp(unixSeconds: 1_795_222_095)))
            let newPath = folder.path("state.db.unusable-20261121T004815Z")
            let setAside = try #require(opened.setAside)
            #expect(setAside.path == folder.statePath)
            #expect(setAside.reason == reason)
            #expect(setAside.newPath == newPath)
            #expect(opened.contents == Contents())
            #expect(try folder.mode("state.db") == 0o600)
        }
    }

    @Test(
        "a file that is no database is set aside",
        arguments: [
            "x", "hello\n", String(repeating: "SQLite format 3", count: 1_000),
            String(repeating: "\u{0}", count: 8_192),
        ])
    func notADatabase(text: String) async throws {
        try await ScratchFolder.with { folder in
            try folder.write("state.db", text)
            let opened = try await folder.open()
            #expect(opened.setAside != nil)
            #expect(opened.contents == Contents())
            let name = try #require(try folder.names.first { $0.contains("unusable") })
            #expect(try folder.bytes(name) == Array(text.utf8))
        }
    }

    @Test("an empty file is a new one; one whose journal is full has lost something")
    func emptyFiles() async throws {
        try await ScratchFolder.with { folder in
            try folder.write("state.db", "")
            #expect(try await folder.open().setAside == nil)
        }
        try await ScratchFolder.with { folder in
            let opened = try await folder.open()
            #expect(await opened.store.append([look(1)]).change == nil)
            let journal = try folder.bytes("state.db-wal")
            await opened.store.close()
            folder.remove("state.db")
            try folder.write("state.db", "")
            try folder.write("state.db-wal", bytes: journal)
            #expect(
                try await folder.open().setAside?.reason
                    == .damaged("nothing is in it although something is in its journal"))
        }
    }

    @Test("few that were set aside are kept, the newest, and nothing else is removed")
    func keepsAFew() async throws {
        try await ScratchFolder.with { folder in
            let time = ManualTime(now: Timestamp(unixSeconds: 1_795_222_095))
            let strangers = [
                "state.db.unusable-by-anna", "state.db.unusable", "state.db2.unusable-20200101T000000Z", "other",
            ]
            for name in strangers { try folder.write(name, "") }
            for round in 0..<6 {
                try folder.write("state.db", "round \(round)")
                try folder.write("state.db-wal", "journal \(round)")
                #expect(try await folder.open(time: time).setAside != nil)
                // The last two within one second.
                if round != 4 { time.advance(by: .seconds(60)) }
            }
            let kept = try folder.names.filter { $0.hasPrefix("state.db.unusable-2") }
            #expect(
                kept == [
                    "state.db.unusable-20261121T005115Z", "state.db.unusable-20261121T005115Z-wal",
                    "state.db.unusable-20261121T005215Z", "state.db.unusable-20261121T005215Z-2",
                    "state.db.unusable-20261121T005215Z-2-wal", "state.db.unusable-20261121T005215Z-wal",
                ])
            #expect(try folder.bytes("state.db.unusable-20261121T005215Z-2") == Array("round 5".utf8))
            for name in strangers { #expect(try folder.names.contains(name)) }
        }
    }
}

/// A small generator whose sequence is always the same.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

private func ledger(_ text: String) -> FoldedLedger {
    ledger(.team("a"), text)
}
