import ArgumentParser
import LiteLLMSimulator

/// How many made-up accounts of each kind there are. Without any of these flags it is the demo company.
struct AccountOptions: ParsableArguments {
    @Option(help: "Number of generated teams. Any number here replaces the demo company.")
    var teams: Int?

    @Option(help: "Number of generated keys.")
    var keys: Int?

    @Option(help: "Number of generated users.")
    var users: Int?

    @Option(help: "Number of generated customers.")
    var customers: Int?

    @Option(help: "Number of generated organisations.")
    var organizations: Int?

    @Option(help: "Number of generated providers with a budget.")
    var providers: Int?

    @Option(help: "Members in each generated team, with budgets; without it one to four, with none.")
    var members: Int?

    @Flag(
        help: "Generated teams and keys spend evenly and have used what that comes to by now; else anything."
    )
    var evenPace = false

    @Option(help: "Another seed makes other generated accounts.")
    var seed: UInt64 = 1

    private var counts: [Int] { [teams, keys, users, customers, organizations, providers, members].compactMap(\.self) }

    func validate() throws {
        if counts.contains(where: { $0 < 0 }) { throw ValidationError("There cannot be fewer than no accounts.") }
    }

    func population(at time: Double) -> Population {
        if counts.isEmpty { return .demo(at: time) }
        var population = Population.generated(
            teams: teams ?? 0, keys: keys ?? 0, users: users ?? 0, customers: customers ?? 0,
            organizations: organizations ?? 0, providers: providers ?? 0, membersPerTeam: members, seed: seed, at: time)
        if evenPace { population.keepToAnEvenPace(at: time) }
        return population
    }
}
