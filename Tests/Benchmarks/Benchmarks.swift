import FoundationEssentials
import Glibc

/// Prints what the parts of the exporter cost; with `--update FILE` it also writes the figures into that document. With
/// `--rules` it measures the alert rules alone, and writes theirs.
@main
enum Benchmarks {
    private static let start = "<!-- figures: written by make bench UPDATE=1 -->\n"
    private static let end = "<!-- figures: end -->\n"
    private static let startOfRules = "<!-- figures of the rules: written by make bench RULES=1 UPDATE=1 -->\n"
    private static let endOfRules = "<!-- figures of the rules: end -->\n"

    static func main() async throws {
        var arguments = CommandLine.arguments.dropFirst()
        let isOfRulesAlone = arguments.first == "--rules"
        if isOfRulesAlone { arguments.removeFirst() }
        precondition(
            arguments.isEmpty || arguments.count == 2 && arguments.first == "--update",
            "Arguments are [--rules] [--update FILE].")
        let document = arguments.isEmpty ? nil : arguments.last
        if !isOfRulesAlone { try await measureParts(document) }
        if let table = try await Programs.withSimulator(teams: 10_000, keys: 10_000, RuleBenchmark.run) {
            print(table.text)
            if let document { try update(document, from: startOfRules, to: endOfRules, table.text) }
        }
    }

    private static func measureParts(_ document: String?) async throws {
        var texts: [String] = []
        func show(_ table: Table) {
            texts.append(table.text)
            print(table.text)
            fflush(nil)
        }
        show(await RenderingBenchmark.run())
        show(await WatchBenchmark.run())
        let tables = try await Programs.withSimulator(teams: 10_000, keys: 10_000) { simulator in
            [
                try await DecodingBenchmark.run(simulator), try await SweepBenchmark.scrapes(simulator),
                try await SweepBenchmark.sweeps(simulator),
            ]
        }
        tables.forEach(show)
        if let document { try update(document, from: start, to: end, texts.joined(separator: "\n")) }
    }

    private static func update(_ path: String, from start: String, to end: String, _ figures: String) throws {
        var text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        guard let first = text.firstRange(of: start), let last = text.firstRange(of: end) else {
            preconditionFailure("\(path) has no place for figures")
        }
        text.replaceSubrange(first.upperBound..<last.lowerBound, with: "\n" + machine + "\n" + figures + "\n")
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
