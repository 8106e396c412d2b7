import Budgets
import Polling
import Threading

/// Taking what sweeps saw, and making reports of it.
enum WatchBenchmark {
    static func run() async -> Table {
        var table = Table("Watch", "what", "accounts", "time", "CPU", "CPU, least to most")
        for (teams, keys) in [(10_000, 10_000), (10_000, 100_000)] {
            let accounts = SampleAccounts(teams: teams, keys: keys).all
            var configuration = Poller.Configuration()
            configuration.limits = [.team: 10_000, .key: 10_000]
            let watch = Watch(configuration)
            let observing = await Measurement.of(
                rounds: 5,
                prepare: { round in accounts.map { Observation($0, at: uptime(round)) } },
                { await watch.observe($0) })
            let reporting = await Measurement.of(rounds: 5, prepare: { _ in }) { _ in
                await watch.report(at: uptime(6), SampleAccounts.time)
            }
            for (name, measured) in [("observations of a whole sweep", observing), ("report", reporting)] {
                table.add(name, "\(accounts.count)", measured.wallCell, measured.cpuCell, measured.spreadCell)
            }
        }
        return table
    }

    private static func uptime(_ seconds: Int) -> Uptime {
        Uptime(sinceOrigin: .seconds(seconds))
    }
}
