import Testing

/// Compares large pages. `#expect` alone would work out a difference of millions of bytes, which takes minutes.
func expectSameBytes(_ received: [UInt8], _ expected: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    let common = zip(received, expected).prefix { $0 == $1 }.count
    #expect(received.count == expected.count, sourceLocation: sourceLocation)
    #expect(common == expected.count, "bytes until the first difference", sourceLocation: sourceLocation)
}
