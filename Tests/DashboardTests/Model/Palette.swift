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

    /// In the order in which series of a chart take them.
    static let series = [blue, orange, green, purple, vermilion, sky, grey]

    static func fixed(_ color: String) -> JSON {
        ["mode": "fixed", "fixedColor": .string(color)]
    }
}
