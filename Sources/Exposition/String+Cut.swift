extension String {
    /// The longest beginning of the text that has at most `limit` bytes of UTF-8 and cuts no scalar in two.
    public func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: max(0, limit))
        while end > startIndex, UTF8.isContinuation(utf8[end]) {
            end = utf8.index(before: end)
        }
        return String(self[..<end])
    }
}
