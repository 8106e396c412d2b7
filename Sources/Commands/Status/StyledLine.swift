/// A line of text for a terminal, and what of it stands out.
struct StyledLine: Hashable, Sendable {
    enum Style: Hashable, Sendable {
        case plain
        case heading
        /// There, but not what one looks for.
        case faint
        case warning
        case alarm
    }

    struct Piece: Hashable, Sendable {
        var text: String
        var style: Style
    }

    private(set) var pieces: [Piece] = []

    init(_ text: String = "", _ style: Style = .plain) {
        add(text, style)
    }

    mutating func add(_ text: String, _ style: Style = .plain) {
        if !text.isEmpty { pieces.append(Piece(text: text, style: style)) }
    }

    /// As it is written, without a blank at its end.
    func text(hasColours: Bool) -> String {
        var pieces = pieces
        while let last = pieces.last {
            let text = String(last.text.reversed().drop { $0 == " " }.reversed())
            pieces[pieces.count - 1].text = text
            guard text.isEmpty else { break }
            pieces.removeLast()
        }
        return pieces.map { piece in
            let codes = hasColours ? piece.style.codes : ""
            return codes.isEmpty ? piece.text : "\u{1B}[\(codes)m\(piece.text)\u{1B}[0m"
        }.joined()
    }
}

extension StyledLine.Style {
    /// Of Select Graphic Rendition (ECMA-48, 8.3.117): the colours that each theme has made legible.
    fileprivate var codes: String {
        switch self {
        case .plain: ""
        case .heading: "1"
        case .faint: "2"
        case .warning: "33"
        case .alarm: "31"
        }
    }
}
