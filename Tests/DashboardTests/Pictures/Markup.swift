/// Text for HTML and SVG.
enum Markup {
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    /// A length or a coordinate, to a tenth of a pixel.
    static func pixels(_ value: Double) -> String {
        ((value * 10).rounded() / 10).description
    }

    /// About how wide a text is, as Swift cannot measure it.
    static func width(of text: String, size: Double) -> Double {
        Double(text.count) * size * 0.56
    }

    /// The largest size at which a text fits.
    static func size(fitting text: String, width: Double, height: Double) -> Double {
        min(height / 1.2, width / max(0.56 * Double(text.count), 0.56))
    }
}
