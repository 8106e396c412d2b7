extension String {
    /// The text with `\`, line feeds and, where asked, `"` escaped by a backslash, as both text formats want it.
    ///
    /// - Parameter quotes: Whether `"` is escaped: in label values and in the help texts of OpenMetrics, not in those of
    ///   the Prometheus text formats, where `\"` would be two characters.
    func escaped(quotes: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.appendEscaped(self, quotes: quotes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends `text` as ``Swift/String/escaped(quotes:)`` gives it.
    mutating func appendEscaped(_ text: String, quotes: Bool) {
        var text = text
        text.withUTF8 { appendEscaped($0, quotes: quotes) }
    }

    private mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>, quotes: Bool) {
        let isPlain = text.allSatisfy {
            $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\n") && ($0 != UInt8(ascii: "\"") || !quotes)
        }
        // Nearly all texts are, and are then copied at once.
        guard !isPlain else { return append(contentsOf: text) }
        for byte in text {
            switch byte {
            case UInt8(ascii: "\\"):
                append(byte)
                append(byte)
            case UInt8(ascii: "\n"):
                append(UInt8(ascii: "\\"))
                append(UInt8(ascii: "n"))
            case UInt8(ascii: "\"") where quotes:
                append(UInt8(ascii: "\\"))
                append(byte)
            default:
                append(byte)
            }
        }
    }
}
