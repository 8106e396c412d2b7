/// A piece of a page. Text gets in by ``text(_:)`` only, which escapes it; elements and attributes are closed sets.
struct HTML: Sendable {
    /// What a browser is sent.
    let source: String

    private init(source: String) {
        self.source = source
    }

    static func text(_ text: String) -> HTML {
        HTML(source: text.escapedForHTML)
    }

    init(_ tag: Tag, _ attributes: [(Attribute, String)] = [], @HTMLBuilder _ content: () -> HTML = { .empty }) {
        let written = attributes.map { " \($0.rawValue)=\"\($1.escapedForHTML)\"" }.joined()
        let start = "<\(tag.rawValue)\(written)>"
        source =
            switch tag.shape {
            case .empty: start + "\n"
            case .container: start + "\n" + content().source + "</\(tag.rawValue)>\n"
            case .line: start + content().source + "</\(tag.rawValue)>\n"
            case .phrase: start + content().source + "</\(tag.rawValue)>"
            }
    }

    static let empty = HTML(source: "")

    static func joined(_ parts: [HTML]) -> HTML {
        HTML(source: parts.map(\.source).joined())
    }

    /// The whole document.
    static func document(@HTMLBuilder _ content: () -> HTML) -> String {
        "<!doctype html>\n" + HTML(.html, [(.lang, "en")], content).source
    }

    enum Tag: String, Sendable {
        case html, head, meta, title, link, body, header, main, section, h1, h2, p, ul, li, a, strong
        case table, thead, tbody, tr, th, td

        enum Shape {
            case empty
            /// On lines of its own, and so is what is in it.
            case container
            /// On a line of its own.
            case line
            /// Within a line.
            case phrase
        }

        var shape: Shape {
            switch self {
            case .meta, .link: .empty
            case .html, .head, .body, .header, .main, .section, .ul, .table, .thead, .tbody, .tr: .container
            case .title, .h1, .h2, .p, .li, .th, .td: .line
            case .a, .strong: .phrase
            }
        }
    }

    enum Attribute: String, Sendable {
        case lang, charset, name, content, rel, href, `class`, role, scope
    }
}

extension String {
    /// Without any character that means something to a browser, as text or as the value of a quoted attribute.
    fileprivate var escapedForHTML: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // No page may hold them, not even as references.
            case "\0"..<"\t", "\u{0B}", "\u{0C}", "\u{0E}"..<" ", "\u{7F}"..<"\u{A0}": escaped += "\u{FFFD}"
            // Embeddings and overrides would turn the text that follows around.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
