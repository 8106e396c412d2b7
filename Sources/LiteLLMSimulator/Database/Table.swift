/// Rows with a unique id, in order of insertion.
///
/// Sorted orders are kept between requests, as a walk over many pages would otherwise sort all rows for each page.
struct Table<Row: Sendable>: Sendable {
    /// An order that is kept until a row is added, removed or edited; spending does not disturb it.
    enum Order: Hashable {
        case id
        case creation
    }

    private(set) var rows: [Row] = []
    /// Grows with each addition, removal and edit.
    private(set) var revision = 0
    private var positions: [String: Int] = [:]
    private var orders: [Order: [Int]] = [:]
    private let id: @Sendable (Row) -> String
    private let createdAt: @Sendable (Row) -> Double

    init(id: @escaping @Sendable (Row) -> String, createdAt: @escaping @Sendable (Row) -> Double) {
        self.id = id
        self.createdAt = createdAt
    }

    subscript(_ id: String) -> Row? { positions[id].map { rows[$0] } }

    func position(of id: String) -> Int? { positions[id] }

    /// Adds a row, or replaces the one of the same id.
    mutating func insert(_ row: Row) {
        if let position = positions[id(row)] {
            rows[position] = row
        } else {
            positions[id(row)] = rows.count
            rows.append(row)
        }
        invalidate()
    }

    @discardableResult
    mutating func remove(_ id: String) -> Row? {
        guard let position = positions[id] else { return nil }
        let row = rows.remove(at: position)
        positions = [:]
        for (position, row) in rows.enumerated() { positions[self.id(row)] = position }
        invalidate()
        return row
    }

    /// Edits a row, which may change its id. False where there is no such row.
    @discardableResult
    mutating func edit(_ id: String, _ change: (inout Row) -> Void) -> Bool {
        guard let position = positions[id] else { return false }
        change(&rows[position])
        positions[id] = nil
        positions[self.id(rows[position])] = position
        invalidate()
        return true
    }

    /// Changes what no order depends on, such as spend.
    mutating func charge(_ position: Int, _ change: (inout Row) -> Void) {
        change(&rows[position])
    }

    /// Positions of all rows, ascending, ties by id.
    mutating func sorted(by order: Order) -> [Int] {
        if let kept = orders[order] { return kept }
        let ids = rows.map(id)
        let positions: [Int]
        switch order {
        case .id: positions = rows.indices.sorted { ids[$0].precedesByUTF8(ids[$1]) }
        case .creation:
            let times = rows.map(createdAt)
            positions = rows.indices.sorted {
                times[$0] != times[$1] ? times[$0] < times[$1] : ids[$0].precedesByUTF8(ids[$1])
            }
        }
        orders[order] = positions
        return positions
    }

    private mutating func invalidate() {
        revision += 1
        orders = [:]
    }
}

extension String {
    /// Order by code point, as the database's plain text order is; Swift's own `<` compares canonical forms.
    func precedesByUTF8(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
