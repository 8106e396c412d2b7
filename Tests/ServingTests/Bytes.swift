import Testing

/// Compares large pages. `#expect` alone would work out a difference of millions of bytes, which takes minutes.
func expectSameBytes(_ received: [UInt8], _ expected: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    let areSame = received == expected
    #expect(
        areSame, "received \(received.count) bytes, expected \(expected.count)", sourceLocation: sourceLocation)
}
