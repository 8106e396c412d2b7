extension String {
    /// Whether both are the same byte for byte, as they are to a database or a scraper: `==` takes an é and an e with an
    /// accent for one.
    public func hasSameBytes(as other: String) -> Bool {
        var (own, other) = (self, other)
        return own.withUTF8 { own in
            other.withUTF8 { other in own.count == other.count && own.elementsEqual(other) }
        }
    }
}
