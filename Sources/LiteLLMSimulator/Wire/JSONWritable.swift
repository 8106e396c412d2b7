/// A value that writes itself as compact JSON, formatted as LiteLLM's answers are.
protocol JSONWritable {
    func write(to bytes: inout [UInt8])
}

extension String: JSONWritable {
    func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
                bytes.append(contentsOf: hex.utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension Int: JSONWritable {
    func write(to bytes: inout [UInt8]) { bytes.append(contentsOf: description.utf8) }
}

extension Bool: JSONWritable {
    func write(to bytes: inout [UInt8]) { bytes.append(contentsOf: (self ? "true" : "false").utf8) }
}

extension Double: JSONWritable {
    /// `100.0`, `0.00048`, `1e-7`, `1e+308`; what is not finite becomes `null`, as LiteLLM's lists write it.
    func write(to bytes: inout [UInt8]) {
        guard isFinite else { return bytes.append(contentsOf: "null".utf8) }
        // Swift pads a negative exponent to two digits, LiteLLM does not.
        let text = description.utf8
        guard let exponent = text.firstIndex(of: UInt8(ascii: "e")) else { return bytes.append(contentsOf: text) }
        var digits = text.index(after: exponent)
        bytes.append(contentsOf: text[..<digits])
        if text[digits] == UInt8(ascii: "-") {
            bytes.append(UInt8(ascii: "-"))
            digits = text.index(after: digits)
        }
        bytes.append(contentsOf: text[digits...].drop { $0 == UInt8(ascii: "0") })
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    func write(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (position, element) in enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            element.write(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
