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
}

extension HTML {
    enum Tag: String, Sendable {
        case html, head, meta, title, link, script, body, header, main, footer, nav, section, div, h1, h2, p, ul, li
        case a, bdi, strong, small, span, time, details, summary, dl, dt, dd
        case form, label, input, select, option, button
        case table, caption, thead, tbody, tr, th, td
        case svg, rect, line, polyline, polygon, circle, text, desc

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
            case .meta, .link, .input: .empty
            case .html, .head, .body, .header, .main, .footer, .nav, .section, .div, .ul, .dl, .details, .form, .select,
                .table, .thead, .tbody, .tr:
                .container
            case .title, .script, .h1, .h2, .p, .li, .dt, .dd, .summary, .label, .option, .button, .caption, .th, .td,
                .desc:
                .line
            case .a, .bdi, .strong, .small, .span, .time, .svg, .rect, .line, .polyline, .polygon, .circle, .text:
                .phrase
            }
        }
    }

    enum Attribute: String, Sendable {
        case lang, charset, name, content, rel, href, src, `defer`, `class`, id, role, scope, title, datetime, tabindex
        case method, action, type, value, selected, `for`, open, colspan, autocomplete
        case ariaLabel = "aria-label"
        case ariaLabelledBy = "aria-labelledby"
        case ariaHidden = "aria-hidden"
        case ariaSort = "aria-sort"
        case ariaCurrent = "aria-current"
        case viewBox, preserveAspectRatio, focusable, x, y, x1, y1, x2, y2, cx, cy, r, width, height, points
        case textAnchor = "text-anchor"
    }
}
