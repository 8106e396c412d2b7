/// One page to ask for: the rows from `(number - 1) * size` on.
public struct PageRequest: Hashable, Sendable {
    /// From 1.
    public let number: Int
    /// 1 to 100; LiteLLM refuses more.
    public let size: Int

    public init(number: Int, size: Int) {
        self.number = number
        self.size = size
    }

    /// The first row's place in the whole list, from 0.
    var offset: Int { (number - 1) * size }
    var rows: Range<Int> { offset..<offset + size }

    /// The page split into the next smaller size that divides it; empty for a single row.
    var parts: [PageRequest] {
        guard let smaller = [50, 25, 5, 1].first(where: { $0 < size && size % $0 == 0 }) else { return [] }
        return (0..<size / smaller).map { PageRequest(number: offset / smaller + $0 + 1, size: smaller) }
    }
}
