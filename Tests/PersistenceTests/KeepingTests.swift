import Budgets
import Persistence
import TestSupport
import Testing
import Threading

@Suite("What a state file keeps") struct KeepingTests {
    /// Ids that differ in what a careless store takes for the same, or cuts off.
    static let hostileIDs: [AccountID] = [
        .proxy, .team(""), .team("a"), .team("A"), .team("a "), .team("a\u{0}"), .team("a\u{0}b"), .team("é"),
        .team("e\u{301}"),
        .team("1"), .team("01"), .team("1.0"), .team("NULL"), .team("'; DROP TABLE look; --"), .team("😀\n\t\u{FFFD}"),
        .team(String(repeating: "x", count: 20_000)), .user("a"), .customer("a"), .organization("a"), .provider("a"),
        .key(hash: String(repeating: "0f", count: 32)), .teamMember(team: "a", user: "b"),
        .teamMember(team: "ab", user: ""),
        .teamMember(team: "", user: "ab"), .teamMember(team: "b", user: "a"), .teamMember(team: "", user: ""),
    ]

    @Test("every id comes back byte for byte, with a look and with a ledger of its own")
    func keepsIDs() async throws {
        try await ScratchFolder.with { folder in
            let looks = Self.hostileIDs.enumerated().map { look($0 + 1, at: $1) }
            let again = looks.map { look($0.number + 100, at: $0.account) }
            do {
                let store = try await folder.open().store
                #expect(await store.append(looks).change == nil)
                let ledgers = Self.hostileIDs.enumerated().map { ledger($1, "ledger \($0)") }
                #expect(await store.fold(ledgers, upTo: 100).change == nil)
                #expect(await store.append(again).change == nil)
                await store.close()
            }
            let contents = try await folder.open().contents
            #expect(contents.looks == again)
            for (place, account) in Self.hostileIDs.enumerated() {
                #expect(contents.folded[account]?.bytes == Array("ledger \(place)".utf8), "\(account)")
            }
            #expect(contents.folded.count == Self.hostileIDs.count)
        }
    }

    @Test("every number, limit and missing field comes back as it was")
    func keepsNumbers() async throws {
        let numbers: [Double] = [
            0, -0.0, 1, -1, 0.1, 12.5, 1e-300, .leastNonzeroMagnitude, 1.797e308, -1e15, 9_007_199_254_740_992,
            0.1 + 0.2, 3,
        ]
        var looks: [RecordedLook] = []
        for number in numbers {
            for limit in [Budget.Limit.unknown, .unlimited, .limited(USD(number)), .limited(0)] {
                for (total, date) in [(nil, nil), (number, nil), (nil, number), (number, number)]
                    as [(Double?, Double?)]
                {
                    looks.append(
                        RecordedLook(
                            number: looks.count + 1, account: .team("a"), time: Timestamp(unixSeconds: number),
                            since: date.map(Timestamp.init), spend: USD(number), totalSpend: total.map { USD($0) },
                            limit: limit,
                            resetsAt: date.map(Timestamp.init),
                            isMissingAfterwards: total != nil))
                }
            }
        }
        looks.append(
            RecordedLook(
                number: .max, account: .proxy, time: Timestamp(unixSeconds: 1), since: nil, spend: 1,
                totalSpend: USD(.infinity),
                limit: .limited(USD(.infinity)), resetsAt: Timestamp(unixSeconds: -.infinity)))
        let expected = looks
        try await ScratchFolder.with { folder in
            do {
                let store = try await folder.open().store
                #expect(await store.append(expected).change == nil)
            }
            let contents = try await folder.open().contents
            #expect(contents.looks.count == expected.count)
            for (found, expected) in zip(contents.looks, expected) {
                #expect(found == expected)
                #expect(found.spend.amount.sign == expected.spend.amount.sign)
            }
            #expect(contents.lastNumber == .max)
        }
    }

    @Test("what is no number is nothing: a look without a spend or a time is passed over")
    func passesOverNotNumbers() async throws {
        try await ScratchFolder.with { folder in
            var looks = [look(1), look(2, spend: .nan), look(3, spend: .infinity), look(4), look(5)]
            looks[3].time = Timestamp(unixSeconds: .nan)
            looks[4].totalSpend = USD(.nan)
            looks[4].limit = .limited(USD(.nan))
            looks[4].resetsAt = Timestamp(unixSeconds: .nan)
            let given = looks
            do {
                let store = try await folder.open().store
                #expect(await store.append(given, lookedAt: [.key: Timestamp(unixSeconds: .nan)]).change == nil)
            }
            var last = look(5)
            last.limit = .unknown
            let contents = try await folder.open().contents
            #expect(contents.looks == [look(1), last])
            #expect(contents.lookedAt == [:])
        }
    }

    @Test("the time of the newest whole look at each kind is kept")
    func keepsTimesOfKinds() async throws {
        try await ScratchFolder.with { folder in
            let times = Dictionary(
                uniqueKeysWithValues: AccountKind.allCases.enumerated().map {
                    ($1, Timestamp(unixSeconds: Double($0) + 0.25))
                })
            do {
                let store = try await folder.open().store
                #expect(await store.append([], lookedAt: times).change == nil)
                #expect(await store.append([], lookedAt: [.key: Timestamp(unixSeconds: 99)]).change == nil)
            }
            var expected = times
            expected[.key] = Timestamp(unixSeconds: 99)
            #expect(try await folder.open().contents.lookedAt == expected)
        }
    }

    @Test("a fold takes the place of the looks it has eaten, of its accounts alone")
    func foldsReplaceLooks() async throws {
        try await ScratchFolder.with { folder in
            let (a, b) = (AccountID.team("a"), AccountID.team("b"))
            do {
                let store = try await folder.open().store
                #expect(
                    await store.append([look(1, at: a), look(2, at: b), look(3, at: a), look(4, at: b)]).change == nil)
                #expect(await store.fold([ledger(a, "a3")], upTo: 3).change == nil)
            }
            do {
                let opened = try await folder.open()
                #expect(opened.contents.looks == [look(2, at: b), look(4, at: b)])
                #expect(opened.contents.folded.mapValues(\.bytes) == [a: Array("a3".utf8)])
                #expect(opened.contents.lastNumber == 4)
                #expect(await opened.store.append([look(5, at: a)]).change == nil)
                #expect(await opened.store.fold([ledger(a, "a5", seenAt: 7), ledger(b, "b5")], upTo: 5).change == nil)
            }
            let contents = try await folder.open().contents
            #expect(contents.looks == [])
            #expect(contents.folded.mapValues(\.bytes) == [a: Array("a5".utf8), b: Array("b5".utf8)])
            #expect(contents.folded[a]?.seenAt == Timestamp(unixSeconds: 7))
            // Numbers go on, although no look is left.
            #expect(contents.lastNumber == 5)
        }
    }

    @Test("a look that a folded ledger has eaten is not given back, though it is appended after the fold")
    func lateLooksAreCovered() async throws {
        try await ScratchFolder.with { folder in
            do {
                let store = try await folder.open().store
                #expect(await store.fold([ledger("a3")], upTo: 3).change == nil)
                #expect(await store.append([look(2), look(3), look(4)]).change == nil)
            }
            #expect(try await folder.open().contents.looks == [look(4)])
        }
    }

    @Test("looks that are handed over twice are kept once")
    func repeatedLooksAreOne() async throws {
        try await ScratchFolder.with { folder in
            do {
                let store = try await folder.open().store
                #expect(await store.append([look(1), look(2)]).change == nil)
                #expect(await store.append([look(2), look(3)]).change == nil)
            }
            #expect(try await folder.open().contents.looks == [look(1), look(2), look(3)])
        }
    }

    @Test("accounts that are forgotten leave nothing, and one that returns begins anew")
    func forgets() async throws {
        try await ScratchFolder.with { folder in
            let (gone, kept) = (AccountID.team("gone"), AccountID.team("kept"))
            do {
                let store = try await folder.open().store
                #expect(await store.append([look(1, at: gone), look(2, at: kept)]).change == nil)
                #expect(await store.fold([ledger(gone, "x"), ledger(kept, "y")], upTo: 2).change == nil)
                #expect(await store.append([look(3, at: gone), look(4, at: kept)]).change == nil)
                #expect(await store.fold([], upTo: 0, forgetting: [gone, .team("never seen")]).change == nil)
            }
            do {
                let opened = try await folder.open()
                #expect(opened.contents.looks == [look(4, at: kept)])
                #expect(Array(opened.contents.folded.keys) == [kept])
                #expect(await opened.store.append([look(5, at: gone)]).change == nil)
            }
            #expect(try await folder.open().contents.looks == [look(4, at: kept), look(5, at: gone)])
        }
    }

    @Test("a fold is asked for when very many looks have gathered, and no more after it")
    func asksForFolds() async throws {
        try await ScratchFolder.with { folder in
            do {
                let store = try await folder.open().store
                #expect(await store.append((1...250_000).map { look($0) }).change == nil)
                #expect(await store.append([]).wantedFold == nil)
                #expect(await store.append([look(250_001)]).change == nil)
                #expect(await store.append([]).wantedFold == .changed)
            }
            let store = try await folder.open().store
            #expect(await store.append([]).wantedFold == .changed)
            #expect(await store.fold([ledger("a")], upTo: 250_001).change == nil)
            #expect(await store.append([]).wantedFold == nil)
        }
    }

    @Test("a closed store takes nothing any more, and lets its file go")
    func closes() async throws {
        try await ScratchFolder.with { folder in
            let store = try await folder.open().store
            #expect(await store.append([look(1)]).change == nil)
            await store.close()
            #expect(await store.append([look(2)]).change == nil)
            #expect(await !store.isWritable)
            #expect(try await folder.open().contents.looks == [look(1)])
        }
    }
}

/// A ledger of one team.
private func ledger(_ text: String) -> FoldedLedger {
    ledger(.team("a"), text)
}
