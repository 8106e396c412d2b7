/// Walks over one JSON text (RFC 8259) and takes out what is asked for.
///
/// A line of observations holds a dozen small values of which some are wanted. `JSONDecoder` takes twenty times as long for
/// it, most of that for what is the same in every line.
struct JSONScanner {
    /// The text breaks the rules at this byte, counted from 1.
    struct Malformation: Error, Hashable {
        let byte: Int
    }

    enum Value: Hashable {
        case null
        case boolean
        /// As it is written.
        case number(ArraySlice<UInt8>)
        /// What stands between the quotes, as it is written.
        case text(ArraySlice<UInt8>)
        case array
        case object
    }

    /// Nobody nests deeper, and the stack has an end.
    private static let deepest = 64

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Reads the one value that the text consists of, and calls `member` with each member of it if it is an object.
    mutating func document(
        member: (_ name: ArraySlice<UInt8>, _ value: Value) -> Void
    ) throws(Malformation) -> Value {
        skipBlanks()
        let value: Value
        if next == UInt8(ascii: "{") {
            try object(depth: 0, member: member)
            value = .object
        } else {
            value = try self.value(depth: 0)
        }
        skipBlanks()
        guard next == nil else { throw malformation }
        return value
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }
    private var malformation: Malformation { Malformation(byte: position - bytes.startIndex + 1) }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { position += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Malformation) {
        guard skip(character) else { throw malformation }
    }

    private mutating func value(depth: Int) throws(Malformation) -> Value {
        switch next {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "{"):
            try object(depth: depth) { _, _ in }
            return .object
        case UInt8(ascii: "["):
            try array(depth: depth)
            return .array
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "t"): return try word("true", .boolean)
        case UInt8(ascii: "f"): return try word("false", .boolean)
        default: return .number(try number())
        }
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(Malformation) -> Value {
        for offset in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[offset] else { throw malformation }
            position += 1
        }
        return value
    }

    private mutating func object(
        depth: Int, member: (_ name: ArraySlice<UInt8>, _ value: Value) -> Void
    ) throws(Malformation) {
        guard depth < Self.deepest else { throw malformation }
        try expect("{")
        skipBlanks()
        if skip("}") { return }
        repeat {
            skipBlanks()
            let name = try text()
            skipBlanks()
            try expect(":")
            skipBlanks()
            let value = try value(depth: depth + 1)
            member(name, value)
            skipBlanks()
        } while skip(",")
        try expect("}")
    }

    private mutating func array(depth: Int) throws(Malformation) {
        guard depth < Self.deepest else { throw malformation }
        try expect("[")
        skipBlanks()
        if skip("]") { return }
        repeat {
            skipBlanks()
            _ = try value(depth: depth + 1)
            skipBlanks()
        } while skip(",")
        try expect("]")
    }

    private mutating func text() throws(Malformation) -> ArraySlice<UInt8> {
        try expect("\"")
        let start = position
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return bytes[start..<position - 1]
            case UInt8(ascii: "\\"):
                position += 1
                try escape()
            case ..<0x20: throw malformation
            default: position += 1
            }
        }
        throw malformation
    }

    private mutating func escape() throws(Malformation) {
        guard let byte = next, "\"\\/bfnrtu".utf8.contains(byte) else { throw malformation }
        position += 1
        guard byte == UInt8(ascii: "u") else { return }
        for _ in 0..<4 {
            guard let digit = next, digit.hexadecimalDigit != nil else { throw malformation }
            position += 1
        }
    }

    private mutating func number() throws(Malformation) -> ArraySlice<UInt8> {
        let start = position
        _ = skip("-")
        if !skip("0") { try digits() }
        if skip(".") { try digits() }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            try digits()
        }
        return bytes[start..<position]
    }

    private mutating func digits() throws(Malformation) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw malformation }
    }
}

extension UInt8 {
    var hexadecimalDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}
