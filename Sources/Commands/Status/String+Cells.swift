extension Unicode.Scalar {
    /// How many cells of a terminal it takes.
    fileprivate var cells: Int {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
        default: break
        }
        switch value {
        // What follows the first letter of a Hangul syllable is drawn over it.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
        // East Asian Width W and F (Unicode Standard Annex 11).
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97C,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            return 2
        default: return properties.isEmojiPresentation && !isRegionalIndicator ? 2 : 1
        }
    }

    /// One half of a flag.
    private var isRegionalIndicator: Bool { (0x1F1E6...0x1F1FF).contains(value) }

    /// Hebrew, Arabic and the other scripts that are written from right to left.
    fileprivate var isWrittenRightToLeft: Bool {
        switch value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }

    /// Whether it could move the cursor, reorder a line or hide in a name. Joiners belong to some scripts and to emoji.
    fileprivate var isTreacherous: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
        case .format: value != 0x200C && value != 0x200D
        default: false
        }
    }
}

extension String {
    /// How many cells of a terminal the text takes.
    ///
    /// Terminals differ on sequences of emoji: this is the widest that one of them draws, as a gap is better than a line
    /// that does not fit.
    var cells: Int {
        reduce(0) { $0 + $1.cells }
    }

    /// The text as a terminal may have it: what would act instead of being shown is escaped.
    func printable(in characters: Terminal.Characters) -> String {
        var text = ""
        var marks = 0
        for scalar in unicodeScalars {
            marks = scalar.cells == 0 ? marks + 1 : 0
            // A heap of accents would be drawn over the lines above and below.
            guard marks <= 8 || scalar.isTreacherous else { continue }
            if scalar.isTreacherous {
                text += scalar.escaped(asASCII: true)
            } else if scalar.isASCII || characters == .unicode {
                text.unicodeScalars.append(scalar)
            } else if scalar.cells > 0 {
                text += "?"
            }
        }
        return text
    }

    /// The text in at most as many cells, with an ellipsis where it is cut.
    func cut(toCells limit: Int, in characters: Terminal.Characters) -> String {
        guard cells > limit else { return self }
        let ellipsis = characters == .unicode ? "…" : "~"
        var text = ""
        var left = limit - 1
        for character in self {
            left -= character.cells
            guard left >= 0 else { break }
            text.append(character)
        }
        return limit > 0 ? text + ellipsis : ""
    }

    /// Whether it holds letters that are written from right to left.
    var isWrittenRightToLeft: Bool {
        unicodeScalars.contains(where: \.isWrittenRightToLeft)
    }

    /// The text in lines of at most as many cells, broken between words, and within one that is longer.
    func wrapped(toCells width: Int) -> [String] {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let line = lines.last, line.cells + 1 + String(word).cells <= width {
                lines[lines.count - 1] = "\(line) \(word)"
                continue
            }
            lines.append("")
            for character in word {
                if lines[lines.count - 1].cells + character.cells > width { lines.append("") }
                lines[lines.count - 1].append(character)
            }
        }
        return lines
    }
}

extension Character {
    fileprivate var cells: Int {
        let sum = unicodeScalars.reduce(0) { $0 + $1.cells }
        // U+FE0F makes an emoji of a narrow sign.
        return unicodeScalars.contains("\u{FE0F}") ? max(sum, 2) : sum
    }
}
