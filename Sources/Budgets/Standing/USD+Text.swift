extension USD {
    /// For people: in cents, finer where cents would hide that there is something, without them where no number holds any.
    package var text: String {
        let sign = amount < 0 ? "-" : ""
        let size = amount.magnitude
        switch size {
        case 0: return "$0.00"
        case ..<0.01: return "\(sign)$\(Self.fixed(max(size, 0.0001), decimals: 4))"
        case ..<1e13: return "\(sign)$\(Self.fixed(size, decimals: 2))"
        case ..<1e15: return "\(sign)$\(Int(size.rounded()).grouped)"
        default: return "\(sign)$\(size)"
        }
    }

    private static func fixed(_ size: Double, decimals: Int) -> String {
        let scale = decimals == 2 ? 100 : 10_000
        let units = Int((size * Double(scale)).rounded())
        let fraction = String(units % scale)
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\((units / scale).grouped).\(zeros)\(fraction)"
    }
}
