/// The colours of Grafana's two themes.
struct PictureTheme: Sendable {
    let name: String
    let canvas: String
    let panel: String
    let border: String
    let text: String
    let faint: String
    private let named: [String: String]

    static let dark = PictureTheme(
        name: "dark", canvas: "#111217", panel: "#181b1f", border: "rgba(204,204,220,0.12)", text: "#ccccdc",
        faint: "rgba(204,204,220,0.65)",
        named: [
            "green": "#73bf69", "yellow": "#fade2a", "blue": "#5794f2", "orange": "#ff9830", "red": "#f2495c",
            "purple": "#b877d9",
        ])
    static let light = PictureTheme(
        name: "light", canvas: "#f4f5f5", panel: "#ffffff", border: "rgba(36,41,46,0.12)", text: "#24292e",
        faint: "rgba(36,41,46,0.75)",
        named: [
            "green": "#56a64b", "yellow": "#f2cc0c", "blue": "#3274d9", "orange": "#ff780a", "red": "#e02f44",
            "purple": "#a352cc",
        ])

    func color(_ name: String) -> String {
        switch name {
        case "text": text
        case "panel-bg": panel
        case "transparent": "rgba(0,0,0,0)"
        default: named[name] ?? name
        }
    }

    /// What is written upon a colour.
    func textColor(upon background: String) -> String {
        guard let (red, green, blue) = Self.parts(color(background)) else { return text }
        return Double(red * 299 + green * 587 + blue * 114) / 1000 > 180 ? "#202226" : "#f7f8fa"
    }

    private static func parts(_ color: String) -> (Int, Int, Int)? {
        guard color.hasPrefix("#"), color.utf8.count == 7, let value = Int(color.dropFirst(), radix: 16) else {
            return nil
        }
        return (value >> 16, value >> 8 & 255, value & 255)
    }
}
