/// Comparing what must not be guessed byte by byte.
enum ConstantTime {
    /// Whether two texts are equal, in a time that tells their lengths at most.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
