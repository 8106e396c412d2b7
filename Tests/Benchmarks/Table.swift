/// Figures of one topic, as a Markdown table.
struct Table {
    let title: String
    private let columns: [String]
    private var rows: [[String]] = []

    init(_ title: String, _ columns: String...) {
        self.title = title
        self.columns = columns
    }

    mutating func add(_ cells: String...) {
        rows.append(cells)
    }

    var text: String {
        let lines = [columns, columns.indices.map { $0 == 0 ? "---" : "---:" }] + rows
        return "### \(title)\n\n" + lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}

extension Double {
    /// With as many decimals as are told, which is never more than three digits that mean something.
    var figure: String {
        let decimals = abs(self) >= 100 ? 0 : abs(self) >= 10 ? 1 : abs(self) >= 1 ? 2 : 3
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let whole = Int((self * scale).rounded())
        guard decimals > 0 else { return "\(whole)" }
        let digits = String(whole.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return "\(whole < 0 ? "-" : "")\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    }
}

extension Measurement {
    var wallCell: String { "\((medianWall * 1e3).figure) ms" }
    var cpuCell: String { "\((medianCPU * 1e3).figure) ms" }
    var spreadCell: String { "\(((cpu.first ?? 0) * 1e3).figure) to \(((cpu.last ?? 0) * 1e3).figure) ms" }
}
