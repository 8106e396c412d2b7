import Budgets
import Catalogue
import Exposition
import Polling

/// Rendering 10,000 teams and 10,000 keys: in full, and after small changes.
enum RenderingBenchmark {
    static let rounds = 9

    static func run() async -> Table {
        let renderer = Renderer()
        let accounts = SampleAccounts(teams: 10_000, keys: 10_000)
        let report = accounts.report
        let base = await renderer.render(report, process: nil, after: nil)
        let page = base.exposition.body(.text004, .identity).bytes
        let lines = page.split(separator: UInt8(ascii: "\n"))
        let series = Double(lines.count { $0.first != UInt8(ascii: "#") })
        let blocks = stride(from: 0, to: lines.count, by: Renderer.accountsPerBlock).map { start in
            Array(
                lines[start..<min(start + Renderer.accountsPerBlock, lines.count)].joined(separator: [
                    UInt8(ascii: "\n")
                ]))
        }

        let full = await Measurement.of(rounds: rounds, prepare: { _ in }) { _ in
            await renderer.render(report, process: nil, after: nil)
        }
        let deflating = await Measurement.of(rounds: rounds, prepare: { _ in Deflater() }) { deflater in
            var output: [UInt8] = []
            var checksums: UInt64 = 0
            for block in blocks {
                block.withUnsafeBytes {
                    deflater.deflate($0, appendingTo: &output)
                    checksums += UInt64(Checksum(of: $0).crc)
                }
            }
            return (output, checksums)
        }
        let unchanged = await rerender(renderer, report, base)
        let apart = await rerender(renderer, changing(accounts, Array(stride(from: 0, to: 10_000, by: 100))), base)
        let together = await rerender(renderer, changing(accounts, Array(4_000..<4_100)), base)

        let compressed = base.exposition.body(.text004, .gzip).count
        var table = Table(
            "Rendering (\(Int(series)) series, \(page.count / 1000) kB, gzip \(compressed / 1000) kB)",
            "what", "time", "CPU", "CPU, least to most", "CPU a series", "of a full render")
        func add(_ name: String, _ measured: Measurement) {
            table.add(
                name, measured.wallCell, measured.cpuCell, measured.spreadCell,
                "\((measured.medianCPU / series * 1e9).figure) ns",
                "\((measured.medianCPU / full.medianCPU * 100).figure) %")
        }
        add("full render, deflated too", full)
        add("- of which deflating, with checksums (same lines, same blocks)", deflating)
        table.add(
            "- without deflating (difference)", "", "\(((full.medianCPU - deflating.medianCPU) * 1e3).figure) ms", "",
            "\(((full.medianCPU - deflating.medianCPU) / series * 1e9).figure) ns", "")
        add("again, 1 % of the accounts spent, spread evenly", apart)
        add("again, 1 % of the accounts spent, neighbours", together)
        add("again, nothing changed", unchanged)
        return table
    }

    private static func rerender(
        _ renderer: Renderer, _ report: Report, _ base: Rendering
    ) async -> Measurement {
        await Measurement.of(rounds: rounds, prepare: { _ in }) { _ in
            await renderer.render(report, process: nil, after: base)
        }
    }

    private static func changing(_ accounts: SampleAccounts, _ positions: [Int]) -> Report {
        var changed = accounts
        changed.spend(0.01, at: positions)
        return changed.report
    }
}
