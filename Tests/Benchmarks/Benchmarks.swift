import FoundationEssentials
import Glibc

/// Prints what the parts of the exporter cost; with `--update FILE` it also writes the figures into that document. With
/// `--rules` it measures the alert rules alone.
@main
enum Benchmarks {
    private static let start = "<!-- figures: written by make bench UPDATE=1 -->\n"
    private static let end = "<!-- figures: end -->\n"

    static func main() async throws {
        var texts: [String] = []
        func show(_ table: Table) {
            texts.append(table.text)
            print(table.text)
            fflush(nil)
        }
        let arguments = CommandLine.arguments
        if arguments.dropFirst() == ["--rules"] {
            if let table = try await Programs.withSimulator(teams: 10_000, keys: 10_000, RuleBenchmark.run) {
                show(table)
            }
            return
        }
        show(await RenderingBenchmark.run())
        show(await WatchBenchmark.run())
        let tables = try await Programs.withSimulator(teams: 10_000, keys: 10_000) { simulator in
            [
                try await DecodingBenchmark.run(simulator), try await SweepBenchmark.scrapes(simulator),
                try await SweepBenchmark.sweeps(simulator), try await RuleBenchmark.run(simulator),
            ].compactMap(\.self)
        }
        tables.forEach(show)
        if arguments.count == 3, arguments[1] == "--update" {
            try update(arguments[2], machine + "\n" + texts.joined(separator: "\n"))
        }
    }

    private static func update(_ path: String, _ figures: String) throws {
        var text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        guard let first = text.firstRange(of: start), let last = text.firstRange(of: end) else {
            preconditionFailure("\(path) has no place for figures")
        }
        text.replaceSubrange(first.upperBound..<last.lowerBound, with: "\n" + figures + "\n")
        try text.write(to: URL(filePath: path), atomically: true, encoding: .utf8)
    }

    /// The machine, from what Linux tells.
    private static var machine: String {
        func value(_ name: String, in path: String, _ separator: Character) -> String {
            let line = Programs.text(path).split(separator: "\n").first { $0.hasPrefix(name) }
            let value = line?.split(separator: separator, maxSplits: 1).last.map(String.init) ?? "unknown"
            return String(value.drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" })
        }
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let date = Date.now.formatted(.iso8601.year().month().day())
        return "\(date), \(cores) cores of \(value("model name", in: "/proc/cpuinfo", ":")), "
            + "\(value("PRETTY_NAME", in: "/etc/os-release", "=")).\n"
    }
}
