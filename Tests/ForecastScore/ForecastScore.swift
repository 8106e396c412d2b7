import Budgets
import Glibc

/// Scores the forecast on made-up accounts whose end is known: prints the tables of docs/forecast.md.
@main
enum ForecastScore {
    static func main() async {
        let seeds = Self.seeds(CommandLine.arguments.dropFirst())
        checkGenerators()
        let runs = await withTaskGroup(of: (Int, [Run]).self) { group in
            var order = 0
            for kind in SpendingKind.allCases {
                for seed in seeds {
                    let place = order
                    order += 1
                    group.addTask {
                        let series = SpendSeries(kind, seed: seed)
                        let runs = [AccountID.team("scored"), .key(hash: "scored")].flatMap { id in
                            [false, true].map { Run(kind, seed: seed, id: id, hasHistory: $0, series: series) }
                        }
                        return (place, runs)
                    }
                }
            }
            var finished: [(Int, [Run])] = []
            for await runs in group { finished.append(runs) }
            return finished.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
        print("Seeds \(seeds.lowerBound) to \(seeds.upperBound) of each kind of spending.\n")
        print(Report(runs: runs).text)
    }

    private static func seeds(_ arguments: ArraySlice<String>) -> ClosedRange<Int> {
        let usage =
            "usage: ForecastScore [--seeds FIRST-LAST]   (51-100 unless told; those are for the final run only)\n"
        if arguments.isEmpty {
            print("Seeds 51-100 are for the final run: nothing may be tuned on them. For all else: --seeds 1-50.\n")
            return 51...100
        }
        let bounds = arguments.last?.split(separator: "-").compactMap { Int($0) } ?? []
        guard arguments.count == 2, arguments.first == "--seeds", bounds.count == 2, 0 < bounds[0],
            bounds[0] <= bounds[1], bounds[1] < 1 << 32
        else {
            _ = usage.withCString { write(2, $0, strlen($0)) }
            exit(2)
        }
        return bounds[0]...bounds[1]
    }

    /// The table of docs/forecast.md is about just these numbers.
    private static func checkGenerators() {
        let known: [(SpendingKind, exhaustion: Double?, demand: Double)] = [
            (.steady, 1_871_790.399, 687.971751), (.office, 1_962_098.914, 185.208748),
            (.weekdays, 2_339_797.507, 318.423794), (.bursts, nil, 23451.2028), (.batch, 2_046_362.451, 5074.70854),
            (.growth, nil, 119.607424), (.stopGo, 2_232_918.110, 1453.8734), (.runaway, 1_125_243.774, 2381.19943),
        ]
        for (kind, exhaustion, demand) in known {
            let outcome = SpendSeries(kind, seed: 1).outcome
            let isSame =
                abs(outcome.demand / demand - 1) < 1e-6 && (outcome.exhaustion == nil) == (exhaustion == nil)
                && abs((outcome.exhaustion ?? 0) - (exhaustion ?? 0)) < 1
            precondition(
                isSame, "\(kind) spends \(outcome.demand), until \(outcome.exhaustion ?? -1): not as it used to")
        }
    }
}
