import Catalogue
import Serving

/// How what is known is shown: what of the configuration the publisher goes by.
struct Appearance: Sendable {
    /// Told apart by this: a rendering can be taken over from only under the same.
    let number: Int
    let renderer: Renderer
    let presentation: Presentation

    init(_ configuration: Exporter.Configuration, number: Int) {
        self.number = number
        renderer = Renderer(configuration.rendering)
        presentation = configuration.presentation
    }
}
