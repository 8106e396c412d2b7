import LiteLLMAdmin
import Testing

/// A list that LiteLLM pages: by offset, without a snapshot, failing as a whole where a page holds a bad row.
private struct PagedList {
    var ids: [String]
    var badIDs: Set<String> = []
    /// Errors for the next requests of a page number at full size, in turn.
    var failures: [Int: [AdminError]] = [:]
    /// Edits the list before the request with this number, counted from 1.
    var edits: [Int: (inout [String]) -> Void] = [:]
    /// Whether everything is answered with 500, as keys are while LiteLLM's database is away.
    var isIll = false
    /// The same, from the request with this number on.
    var failsFromRequest = Int.max
    private(set) var requests: [PageRequest] = []

    init(_ ids: [String]) {
        self.ids = ids
    }

    init(count: Int) {
        ids = (0..<count).map { "t" + String(10_000 + $0) }
    }

    mutating func answer(_ request: PageRequest) -> Result<(ids: [String], totalPages: Int), AdminError> {
        requests.append(request)
        edits[requests.count]?(&ids)
        if request.size == 100, let error = failures[request.number]?.first {
            failures[request.number]?.removeFirst()
            return .failure(error)
        }
        if isIll || requests.count >= failsFromRequest { return .failure(.serverError500) }
        let offset = (request.number - 1) * request.size
        let rows = Array(ids.dropFirst(offset).prefix(request.size))
        if rows.contains(where: badIDs.contains) { return .failure(.serverError500) }
        return .success((rows, (ids.count + request.size - 1) / request.size))
    }
}

extension AdminError {
    fileprivate static let serverError500 = AdminError(.teamList, .serverError, status: 500, explanation: "inside")
    fileprivate static let timeout = AdminError(.teamList, .timeout, explanation: "slow")
    fileprivate static let unavailable = AdminError(
        .teamList, .databaseUnavailable, status: 503, explanation: "no database")
    fileprivate static let refused = AdminError(.teamList, .unauthorized, status: 401, explanation: "no")
}

@Suite struct PageWalkTests {
    @Test("a gateway that answers each page with the first is found out, not followed, and nothing counts as whole")
    func findsOutRepeatedPages() {
        var walk = PageWalk()
        var asked = 0
        while case .ask(let request) = walk.next() {
            asked += 1
            walk.answered(request, ids: (0..<100).map { "t\($0)" }, rowCount: 100, totalPages: 1_000_000_000)
        }
        #expect(asked == 2)
        #expect(walk.repeatsPages)
        #expect(walk.next() == .finished(.incomplete))
    }

    /// Walks to the end and gives the ids that were seen, in the order in which they came.
    private func run(
        _ list: inout PagedList, knownBadRows: [BadRow] = []
    ) -> (outcome: PageWalk.Outcome, ids: [String], walk: PageWalk) {
        var walk = PageWalk(knownBadRows: knownBadRows)
        var ids: [String] = []
        for _ in 0..<20_000 {
            switch walk.next() {
            case .finished(let outcome): return (outcome, ids, walk)
            case .ask(let request):
                switch list.answer(request) {
                case .success((let rows, let totalPages)):
                    ids += rows
                    walk.answered(request, ids: rows, rowCount: rows.count, totalPages: totalPages)
                case .failure(let error): walk.failed(request, error)
                }
            }
        }
        Issue.record("the walk does not end")
        return (.failed, ids, walk)
    }

    @Test("sees each row once and asks for each page once", arguments: [0, 1, 99, 100, 101, 250, 300])
    func walksAllPages(count: Int) {
        var list = PagedList(count: count)
        let (outcome, ids, walk) = run(&list)
        #expect(outcome == .complete)
        #expect(ids == list.ids)
        #expect(list.requests == (1...max(1, (count + 99) / 100)).map { PageRequest(number: $0, size: 100) })
        #expect(walk.errors.isEmpty)
    }

    @Test("rows that come while it walks are seen, twice at worst, and pages that are added are read")
    func survivesInserts() {
        var list = PagedList(count: 200)
        list.edits[2] = { $0.insert("t00000", at: 0) }
        let (outcome, ids, _) = run(&list)
        #expect(outcome == .complete)
        #expect(Set(ids).union(["t00000"]) == Set(list.ids))
        #expect(ids.count == Set(ids).count + 1)
    }

    @Test("rows that go while it walks are no failure, although one is skipped")
    func survivesDeletes() {
        var list = PagedList(count: 200)
        let skipped = list.ids[100]
        list.edits[2] = { $0.removeFirst() }
        let (outcome, ids, _) = run(&list)
        #expect(outcome == .complete)
        #expect(!ids.contains(skipped))
    }

    @Test("a list that shrinks to nothing ends the walk")
    func survivesEmptying() {
        var list = PagedList(count: 500)
        list.edits[2] = { $0 = [] }
        #expect(run(&list).outcome == .complete)
        #expect(list.requests.count == 2)
    }

    @Test(
        "a bad row costs that row alone, and is named by its neighbours",
        arguments: [(250, 0), (250, 99), (250, 100), (250, 137), (250, 249), (1, 0), (60, 59), (100, 50)])
    func bisects(count: Int, bad: Int) {
        var list = PagedList(count: count)
        list.badIDs = [list.ids[bad]]
        let (outcome, ids, walk) = run(&list)
        #expect(outcome == .complete)
        #expect(Set(ids) == Set(list.ids).subtracting(list.badIDs))
        let row = BadRow(
            offset: bad, before: bad > 0 ? list.ids[bad - 1] : nil,
            after: bad + 1 < count ? list.ids[bad + 1] : nil)
        #expect(walk.badRows == [row])
        #expect(list.requests.count <= 3 + 2 + 14)
    }

    @Test("several bad rows, neighbours among them, are all found")
    func bisectsSeveral() {
        var list = PagedList(count: 400)
        list.badIDs = Set([3, 4, 120, 199, 200].map { list.ids[$0] })
        let (outcome, ids, walk) = run(&list)
        #expect(outcome == .complete)
        #expect(Set(ids) == Set(list.ids).subtracting(list.badIDs))
        #expect(walk.badRows.map(\.offset).sorted() == [3, 4, 120, 199, 200])
    }

    @Test("a bad row that is known is passed over without a single failing request")
    func passesOverKnownBadRows() {
        var list = PagedList(count: 250)
        list.badIDs = [list.ids[137]]
        let known = run(&list).walk.badRows
        var again = PagedList(count: 250)
        again.badIDs = list.badIDs
        let (outcome, ids, walk) = run(&again, knownBadRows: known)
        #expect(outcome == .complete)
        #expect(Set(ids) == Set(again.ids).subtracting(again.badIDs))
        #expect(walk.errors.isEmpty)
        #expect(walk.badRows == known)
    }

    @Test("a known bad row that has moved is found again, and the good row in its place is seen")
    func followsMovedBadRows() {
        var list = PagedList(count: 250)
        list.badIDs = [list.ids[137]]
        let known = run(&list).walk.badRows
        var moved = PagedList(["t00000"] + list.ids)
        moved.badIDs = list.badIDs
        let (outcome, ids, walk) = run(&moved, knownBadRows: known)
        #expect(outcome == .complete)
        #expect(Set(ids) == Set(moved.ids).subtracting(moved.badIDs))
        #expect(walk.badRows.map(\.offset) == [138])
    }

    @Test("a known bad row that was mended is seen once its rest is over")
    func forgetsMendedRows() {
        var list = PagedList(count: 150)
        let (outcome, ids, walk) = run(&list, knownBadRows: [])
        #expect(outcome == .complete)
        #expect(ids.count == 150)
        #expect(walk.badRows.isEmpty)
    }

    @Test("a page that fails once and then answers is nothing")
    func retriesOnce() {
        var list = PagedList(count: 250)
        list.failures[2] = [.serverError500]
        let (outcome, ids, _) = run(&list)
        #expect(outcome == .complete)
        #expect(ids == list.ids)
    }

    @Test("500 for every page is a failure, found with three requests")
    func doesNotBisectAnOutage() {
        var list = PagedList(count: 250)
        list.isIll = true
        let (outcome, ids, walk) = run(&list)
        #expect(outcome == .failed)
        #expect(ids.isEmpty)
        #expect(walk.badRows.isEmpty)
        #expect(list.requests.count == 3)
    }

    @Test("a page that times out makes the walk incomplete, and the others count")
    func goesOnAfterATimeout() {
        var list = PagedList(count: 500)
        list.failures[3] = [.timeout]
        let (outcome, ids, _) = run(&list)
        #expect(outcome == .incomplete)
        #expect(ids.count == 400)
    }

    @Test("three failed pages in a row end the walk")
    func givesUp() {
        var list = PagedList(count: 1000)
        for page in 3...10 { list.failures[page] = [.timeout] }
        let (outcome, ids, walk) = run(&list)
        #expect(outcome == .incomplete)
        #expect(ids.count == 200)
        #expect(walk.errors.count == 3)
        #expect(list.requests.count == 5)
    }

    @Test("an answer in between starts the count of failed pages anew")
    func countsOnlyFailuresInARow() {
        var list = PagedList(count: 1000)
        for page in [2, 3, 5, 6, 8, 9] { list.failures[page] = [.timeout] }
        let (outcome, ids, _) = run(&list)
        #expect(outcome == .incomplete)
        #expect(ids.count == 400)
    }

    @Test("what every page would answer is asked once", arguments: [AdminError.refused, .unavailable, .timeout])
    func failsAtOnce(error: AdminError) {
        var list = PagedList(count: 1000)
        list.failures[1] = [error]
        let (outcome, _, walk) = run(&list)
        #expect(outcome == .failed)
        #expect(walk.errors == [error])
        #expect(list.requests.count == 1)
    }

    @Test("a refusal in the middle ends the walk, and what was seen counts")
    func endsAtARefusal() {
        var list = PagedList(count: 1000)
        list.failures[3] = [.refused]
        let (outcome, ids, _) = run(&list)
        #expect(outcome == .incomplete)
        #expect(ids.count == 200)
        #expect(list.requests.count == 3)
    }

    @Test("a list full of bad rows is not bisected for ever")
    func boundsBisecting() {
        var list = PagedList(count: 1000)
        list.badIDs = Set(list.ids.enumerated().filter { $0.offset % 7 == 0 && $0.offset < 990 }.map(\.element))
        list.ids.removeLast(1)
        let (outcome, _, _) = run(&list)
        #expect(outcome != .complete)
        #expect(list.requests.count < 300)
    }

    @Test("a total without end does not keep it going for ever")
    func boundsPages() {
        var walk = PageWalk()
        var count = 0
        while case .ask(let request) = walk.next(), count < 20_000 {
            walk.answered(request, ids: ["a\(count)"], rowCount: 1, totalPages: .max)
            count += 1
        }
        #expect(count == 10_000)
        #expect(walk.next() == .finished(.incomplete))
    }

    @Test("an outage that begins after some pages is a gap, not a list of bad rows")
    func doesNotTakeAnOutageForBadRows() {
        var list = PagedList(count: 350)
        list.failsFromRequest = 3
        let (outcome, ids, walk) = run(&list)
        #expect(outcome == .incomplete)
        #expect(ids.count == 200)
        #expect(walk.badRows.isEmpty)
        #expect(list.requests.count < 20)
    }

    @Test("a page whose rows are all unusable is not the end of the list")
    func readsOnAfterUnusableRows() {
        var walk = PageWalk()
        guard case .ask(let first) = walk.next() else {
            Issue.record("nothing is asked")
            return
        }
        walk.answered(first, ids: [], rowCount: 100, totalPages: 2)
        #expect(walk.next() == .ask(PageRequest(number: 2, size: 100)))
    }

    @Test("who is told when to come back does not ask for the next page")
    func stopsWhenToldToWait() {
        var list = PagedList(count: 500)
        list.failures[2] = [
            AdminError(.teamList, .overloaded, status: 429, explanation: "wait", retryAfter: .seconds(60))
        ]
        #expect(run(&list).outcome == .incomplete)
        #expect(list.requests.count == 2)
    }
}
