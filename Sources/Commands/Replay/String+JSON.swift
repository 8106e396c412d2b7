extension String {
    /// What a text of JSON means.
    /// - Parameter bytes: What stands between its quotes, with escapes that are well formed.
    /// - Returns: Nil for what is no Unicode: bytes that are not UTF-8, or half of a surrogate pair.
    init?(json bytes: ArraySlice<UInt8>) {
        guard bytes.contains(UInt8(ascii: "\\")) else {
            self.init(validating: bytes, as: UTF8.self)
            return
        }
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            guard let letter = rest.popFirst() else { return nil }
            switch letter {
            case UInt8(ascii: "b"): plain.append(0x08)
            case UInt8(ascii: "f"): plain.append(0x0C)
            case UInt8(ascii: "n"): plain.append(0x0A)
            case UInt8(ascii: "r"): plain.append(0x0D)
            case UInt8(ascii: "t"): plain.append(0x09)
            case UInt8(ascii: "u"):
                guard let scalar = Unicode.Scalar(jsonDigits: &rest) else { return nil }
                plain += Array(String(Character(scalar)).utf8)
            default: plain.append(letter)
            }
        }
        self.init(validating: plain, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    /// Reads the four digits after `\u`, and the second escape of a pair.
    fileprivate init?(jsonDigits rest: inout ArraySlice<UInt8>) {
        func unit() -> UInt32? {
            guard rest.count >= 4 else { return nil }
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reduce(0) { $0 * 16 + UInt32($1.hexadecimalDigit ?? 0) }
        }
        guard let first = unit() else { return nil }
        guard (0xD800...0xDBFF).contains(first) else {
            self.init(first)
            return
        }
        guard rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else { return nil }
        rest = rest.dropFirst(2)
        guard let second = unit(), (0xDC00...0xDFFF).contains(second) else { return nil }
        self.init(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }
}
