/// Puts pieces of a page together; a string among them is text.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ text: String) -> HTML { .text(text) }

    static func buildExpression(_ piece: HTML) -> HTML { piece }

    static func buildBlock(_ pieces: HTML...) -> HTML { .joined(pieces) }

    static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .empty }

    static func buildEither(first piece: HTML) -> HTML { piece }

    static func buildEither(second piece: HTML) -> HTML { piece }

    static func buildArray(_ pieces: [HTML]) -> HTML { .joined(pieces) }
}
