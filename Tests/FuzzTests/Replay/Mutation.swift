/// Damages inputs as a fuzzer does that knows nothing of how they are built, and a little as one that does.
struct Mutation<Generator: RandomNumberGenerator> {
    private static var tokens: [String] {
        [
            "null", "-1", "1e999", "1e300", "-1e300", "9223372036854775808", "0", "\"", "{}", "[", "\\ud800", "@", "\n",
            ": ",
        ]
    }

    var generator: Generator

    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 1...16, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 1: bytes[place] = .random(in: 0...255, using: &generator)
            case 2: bytes.removeSubrange(place..<end)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 4: bytes.replaceSubrange(place..<end, with: Self.tokens.randomElement(using: &generator)!.utf8)
            default: replaceNumber(near: place, in: &bytes)
            }
        }
        return bytes
    }

    private mutating func replaceNumber(near place: Int, in bytes: inout [UInt8]) {
        let isDigit: (UInt8) -> Bool = { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: Self.tokens.prefix(7).randomElement(using: &generator)!.utf8)
    }
}
