/// Which slice of a list a request wants.
struct PageRequest {
    let number: Int
    let size: Int

    /// Rows of this page among so many; empty past the end.
    ///
    /// A page number whose offset does not fit 64 bits fails in LiteLLM's database driver: 500.
    func range(in total: Int) throws(Refusal) -> Range<Int> {
        let (offset, overflow) = (number - 1).multipliedReportingOverflow(by: size)
        if overflow { throw .unhandled }
        let start = min(offset, total)
        return start..<min(start + size, total)
    }

    func pageCount(of total: Int) -> Int { (total + size - 1) / size }
}
