/// A walk over all pages of a list, as a value: it says what to ask next and is told what came.
///
/// LiteLLM pages by offset and without a snapshot: an insert shows a row twice, a delete hides one, the total moves. The
/// walk therefore takes a moving total for no failure and leaves it to its caller to keep the last of two rows with the
/// same id and to doubt that a row it did not see is gone.
///
/// One damaged row makes its whole page answer 500. A page that does so twice, while another page of the same walk
/// answers 200, is bisected down to that row, which is passed over and does not make the walk incomplete. Where the first
/// page fails like this, a page past any end is asked for: LiteLLM answers 200 to it, unless it is ill.
public struct PageWalk: Sendable {
    /// What to do next.
    public enum Step: Hashable, Sendable {
        case ask(PageRequest)
        case finished(Outcome)
    }

    /// How the walk ended.
    public enum Outcome: Hashable, Sendable {
        /// Each page answered and the last one was reached.
        case complete
        /// Some pages answered; what they held counts.
        case incomplete
        /// None did.
        case failed
    }

    /// Rows that answer 500 on their own, those that were known before included.
    public private(set) var badRows: [BadRow] = []
    /// What went wrong on the way, a retried page included.
    public private(set) var errors: [AdminError] = []

    /// A runaway total must not keep the walk going for ever; a million rows is ten times what LiteLLM is known to hold.
    private static let mostPages = 10_000
    /// Bisecting one bad row takes 14 requests; a list with many is not worth more.
    private static let mostBisections = 200
    private static let mostFailuresInARow = 3
    /// While it bisects, one bad row fails at most twice before a part without it answers; an outage never stops.
    private static let mostFailedPartsInARow = 8

    /// Past any end.
    private var probe: PageRequest { PageRequest(number: Self.mostPages + 1, size: pageSize) }

    private let pageSize: Int
    private let knownBadRows: [BadRow]
    private var nextPage = 1
    private var lastPage: Int?
    private var pending: [PageRequest] = []
    private var suspects: [PageRequest] = []
    private var retried: Set<PageRequest> = []
    private var failuresInARow = 0
    private var bisections = 0
    private var hasAnswer = false
    private var hasGap = false
    private var isAbandoned = false
    /// Of the last full page.
    private var lastIDs: [String] = []
    /// Whether a page held the same rows as the one before it: something in front of LiteLLM does not pass on which page
    /// is asked for.
    public private(set) var repeatsPages = false
    /// Ids at the edges of the answers, by their place in the list: the neighbours of bad rows.
    private var edges: [Int: String] = [:]
    private var singlesWithoutAnswer: [Int] = []
    private var hasCheckedKnownBadRows = false

    /// `knownBadRows` are those of an earlier walk that are passed over for now, without asking for them again.
    public init(pageSize: Int = 100, knownBadRows: [BadRow] = []) {
        self.pageSize = pageSize
        self.knownBadRows = knownBadRows
    }

    /// What to do next; the same until an answer is given.
    public mutating func next() -> Step {
        while true {
            if isAbandoned { return finish() }
            if let request = pending.first { return .ask(request) }
            if nextPage <= lastPage ?? nextPage, nextPage <= Self.mostPages {
                pending = Self.requests(for: PageRequest(number: nextPage, size: pageSize), without: knownBadRows)
                nextPage += 1
            } else if let suspect = suspects.popLast() {
                pending = suspect.parts
            } else if !hasCheckedKnownBadRows {
                hasCheckedKnownBadRows = true
                pending = movedBadRows()
            } else {
                return finish()
            }
        }
    }

    /// Takes the answer to the request that `next()` named.
    ///
    /// - Parameters:
    ///   - ids: Of its rows, in order.
    ///   - rowCount: Of all its rows, those without a usable id included.
    ///   - totalPages: How many pages the proxy says there are.
    public mutating func answered(_ request: PageRequest, ids: [String], rowCount: Int, totalPages: Int?) {
        pending.removeFirst()
        hasAnswer = true
        failuresInARow = 0
        if let first = ids.first, let last = ids.last {
            edges[request.offset] = first
            edges[request.offset + rowCount - 1] = last
        }
        guard request.size == pageSize else { return }
        if request != probe, !ids.isEmpty, ids == lastIDs {
            repeatsPages = true
            hasGap = true
            isAbandoned = true
        }
        lastIDs = ids
        if request == probe {
            lastPage = totalPages
        } else if rowCount == 0 {
            lastPage = min(lastPage ?? .max, request.number)
        } else {
            lastPage = totalPages ?? (rowCount < pageSize ? request.number : request.number + 1)
        }
    }

    /// Takes the failure of the request that `next()` named.
    public mutating func failed(_ request: PageRequest, _ error: AdminError) {
        errors.append(error)
        guard error.status == 500, error.reason != .databaseUnavailable else {
            pending.removeFirst()
            hasGap = true
            countFailure(atMost: Self.mostFailuresInARow, endsWalk: !hasAnswer || error.concernsEveryPage)
            return
        }
        if request.size == pageSize, request != probe, retried.insert(request).inserted {
            return  // once more
        }
        pending.removeFirst()
        if !hasAnswer {
            if request == probe {
                countFailure(atMost: Self.mostFailuresInARow, endsWalk: true)
                return
            }
            pending.append(probe)
        }
        if request.size == 1 {
            singlesWithoutAnswer.append(request.offset)
        } else {
            suspects.append(request)
            bisections += request.parts.count
        }
        if bisections > Self.mostBisections {
            hasGap = true
            isAbandoned = true
        }
        // Bisecting a page meets failures by its nature, so it bears more of them before the proxy must be ill.
        countFailure(atMost: request.size == pageSize ? Self.mostFailuresInARow : Self.mostFailedPartsInARow)
    }

    private mutating func countFailure(atMost most: Int, endsWalk: Bool = false) {
        failuresInARow += 1
        if endsWalk || failuresInARow >= most {
            hasGap = true
            isAbandoned = true
        }
    }

    private mutating func finish() -> Step {
        if hasAnswer, !isAbandoned {
            badRows += singlesWithoutAnswer.map { BadRow(offset: $0, before: edges[$0 - 1], after: edges[$0 + 1]) }
            singlesWithoutAnswer = []
        }
        guard hasAnswer else { return .finished(.failed) }
        if nextPage > Self.mostPages, lastPage ?? .max > Self.mostPages { hasGap = true }
        return .finished(hasGap || !suspects.isEmpty ? .incomplete : .complete)
    }

    /// The requests that cover a page without its known bad rows.
    private static func requests(for page: PageRequest, without badRows: [BadRow]) -> [PageRequest] {
        guard badRows.contains(where: { page.rows.contains($0.offset) }) else { return [page] }
        return page.parts.flatMap { requests(for: $0, without: badRows) }
    }

    /// Known bad rows whose neighbours are no longer beside them: the list has moved, so the place may hold a good row.
    private mutating func movedBadRows() -> [PageRequest] {
        var moved: [PageRequest] = []
        for row in knownBadRows {
            let isNamed = row.before != nil || row.after != nil
            if isNamed, edges[row.offset - 1] == row.before, edges[row.offset + 1] == row.after {
                badRows.append(row)
            } else {
                moved.append(PageRequest(number: row.offset + 1, size: 1))
            }
        }
        return moved
    }
}

extension AdminError {
    /// Whether asking for another page would be answered the same.
    fileprivate var concernsEveryPage: Bool {
        switch reason {
        case .unauthorized, .forbidden, .notFound, .badResponse, .tls, .databaseUnavailable: true
        // Whoever names a time to come back does not mean the next page.
        case .overloaded: retryAfter != nil
        case .timeout, .connection, .tooLarge, .serverError: false
        }
    }
}
