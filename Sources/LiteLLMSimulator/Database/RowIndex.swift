/// Positions of rows by a value that they hold, kept until the table changes.
struct RowIndex<Row: Sendable>: Sendable {
    private var positions: [String: [Int]] = [:]
    private var revision = -1
    private let values: @Sendable (Row) -> [String]

    init(by values: @escaping @Sendable (Row) -> [String]) {
        self.values = values
    }

    /// Positions of the rows with this value, in order of creation.
    mutating func positions(of value: String, in table: inout Table<Row>) -> [Int] {
        if revision != table.revision {
            positions = [:]
            for position in table.sorted(by: .creation) {
                for value in values(table.rows[position]) { positions[value, default: []].append(position) }
            }
            revision = table.revision
        }
        return positions[value] ?? []
    }
}
