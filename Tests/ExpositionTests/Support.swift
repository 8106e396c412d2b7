import Exposition
import TestSupport

extension Exposition {
    /// The page, plain.
    func text(_ format: ExpositionFormat) -> String {
        String(decoding: body(format, .identity).bytes, as: UTF8.self)
    }
}

extension ExpositionFormat {
    /// The same format in the words of the parser that knows nothing of this module.
    var strictFormat: StrictExpositionParser.Format {
        switch self {
        case .text004: .text004
        case .text100: .text100
        case .openMetrics100: .openMetrics100
        }
    }
}
