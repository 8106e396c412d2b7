/// Names that several accounts have, as far as anybody can see: LiteLLM lets accounts share an alias, and aliases may differ
/// in nothing but blanks and characters of no width.
struct AlikeNames: Sendable {
    private var seen: Set<String> = []
    private var alike: Set<String> = []

    init() {}

    init(_ names: some Sequence<String>) {
        for name in names { add(name) }
    }

    mutating func add(_ name: String) {
        let visible = name.visiblePart
        if !seen.insert(visible).inserted { alike.insert(visible) }
    }

    func contains(_ name: String) -> Bool { alike.contains(name.visiblePart) }
}

extension String {
    /// Without what is not seen. Controls are: a page shows something else for them.
    var visiblePart: String {
        var visible = Self.UnicodeScalarView()
        for scalar in unicodeScalars where !scalar.isInvisible { visible.append(scalar) }
        return String(visible)
    }
}

extension Unicode.Scalar {
    private static let blankBraillePattern: Unicode.Scalar = "\u{2800}"

    fileprivate var isInvisible: Bool {
        properties.isWhitespace || properties.isDefaultIgnorableCodePoint || self == Self.blankBraillePattern
    }
}
