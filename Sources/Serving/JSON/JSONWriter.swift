/// Writes JSON in the order of the calls.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// Whether the next member or element follows another.
    private var needsComma = false

    /// Writes an object as an element of an array.
    mutating func object(_ members: (inout JSONWriter) -> Void) {
        separate()
        append("{")
        needsComma = false
        members(&self)
        append("}")
        needsComma = true
    }

    mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { quote(value) } else { append("null") }
    }

    /// JSON has no infinity and no NaN: they become null.
    mutating func member(_ name: String, _ value: Double?) {
        key(name)
        if let value, value.isFinite { append("\(value)") } else { append("null") }
    }

    mutating func member(_ name: String, _ value: Int) {
        key(name)
        append("\(value)")
    }

    mutating func member(_ name: String, _ value: Bool?) {
        key(name)
        append(value.map { $0 ? "true" : "false" } ?? "null")
    }

    /// Writes an object for the value; null where there is none.
    mutating func member<Value>(
        _ name: String, object value: Value?, _ members: (inout JSONWriter, Value) -> Void
    ) {
        key(name)
        guard let value else { return append("null") }
        needsComma = false
        object { members(&$0, value) }
    }

    mutating func member(_ name: String, strings: [String]) {
        key(name)
        append("[")
        for (index, text) in strings.enumerated() {
            if index > 0 { append(",") }
            quote(text)
        }
        append("]")
    }

    /// Writes an array with an object for each element.
    mutating func member<Element>(
        _ name: String, objects elements: some Sequence<Element>, _ members: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        append("[")
        needsComma = false
        for element in elements {
            object { members(&$0, element) }
        }
        append("]")
        needsComma = true
    }

    /// The same in parts, so that other tasks get a turn: a list may have thousands of elements.
    mutating func member<Element>(
        _ name: String, yieldingAfterEach count: Int, objects elements: [Element],
        _ members: (inout JSONWriter, Element) -> Void
    ) async {
        key(name)
        append("[")
        needsComma = false
        for (index, element) in elements.enumerated() {
            object { members(&$0, element) }
            if (index + 1).isMultiple(of: count) { await Task.yield() }
        }
        append("]")
        needsComma = true
    }

    /// A whole document that is written in parts: an object, and an end as text files have it.
    static func longDocument(_ members: (inout JSONWriter) async -> Void) async -> [UInt8] {
        var json = JSONWriter()
        json.append("{")
        await members(&json)
        json.append("}\n")
        return json.bytes
    }

    /// A small document.
    static func document(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter()
        json.object(members)
        json.append("\n")
        return json.bytes
    }

    private mutating func key(_ name: String) {
        separate()
        quote(name)
        append(":")
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { append(",") }
    }

    private mutating func quote(_ text: String) {
        append("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                append("\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        append("\"")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}
