/// Colours that people with any kind of colour vision tell apart, after Okabe and Ito. Where a colour says "good" or
/// "bad", that is blue against orange and vermilion, never green against red.
enum Palette {
    static let blue = "#0072B2"
    static let sky = "#56B4E9"
    static let green = "#009E73"
    static let orange = "#E69F00"
    static let vermilion = "#D55E00"
    static let purple = "#CC79A7"
    static let grey = "#8C8C8C"
    /// Orange as a background: light enough that Grafana writes upon it in black.
    static let amber = "#FFB400"
    /// As text is in the theme: what needs no attention.
    static let text = "text"
    static let transparent = "transparent"

    /// In the order in which the series of a chart take them. Vermilion is for what is over, grey for all others.
    static let series = [blue, orange, green, purple, sky]

    static func fixed(_ color: String) -> JSON {
        ["mode": "fixed", "fixedColor": .string(color)]
    }

    /// A shade of the colour for each series, where there may be any number of them.
    static func shades(of color: String) -> JSON {
        ["mode": "shades", "fixedColor": .string(color)]
    }
}
