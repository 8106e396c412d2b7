import Glibc
import LiteLLMSimulator
import TestSupport
import Threading

/// A night at a proxy that the shipped alert rules have to tell rightly, on the real Prometheus and Alertmanager.
///
/// It waits for what is told, never for a time, so that a slow machine makes it longer and no different.
public struct Story: Sendable {
    public enum Event: Sendable {
        /// Somebody does something, or something happens, at the proxy or to the exporter.
        case happening(String)
        /// Somebody is told.
        case notification(Chronicle.Entry)
    }

    /// Told what happens, with the time on the story's clock.
    public typealias Audience = @Sendable (_ event: Event, _ time: Duration) async -> Void

    private static let patience: Duration = .seconds(150)

    private let stage: Stage
    private let cast: Cast
    private let witness: Witness
    private let tell: @Sendable (Event) async -> Void

    /// Plays it.
    ///
    /// - Returns: All that was told.
    public static func play(
        _ programs: Programs, _ timescale: Timescale = .minutesAreSeconds, to audience: @escaping Audience
    ) async throws -> Chronicle {
        let started = ContinuousClock.now
        let cast = Cast(timescale: timescale, start: SystemTime().now())
        let proxy = SimulatedProxy(cast.population, settings: cast.settings, startingAt: cast.start.unixSeconds)
        let witness = Witness(Chronicle(reminderAfter: timescale.real(.hours(4) - .minutes(5))))
        let tell: @Sendable (Event) async -> Void = { event in
            await audience(event, timescale.told(.now - started))
        }
        try await Stage.with(programs, timescale, proxy, cast.past) { notification in
            for entry in await witness.take(notification) { await tell(.notification(entry)) }
        } _: { stage in
            try await Story(stage: stage, cast: cast, witness: witness, tell: tell).play()
        }
        return await witness.chronicle
    }

    private func play() async throws {
        try await stage.withExporter { exporter in
            await happens("The exporter starts, and finds what it has watched for the last 30 hours in its state file.")
            try await wait(until: "LiteLLMBudgetExhausted", fires: Cast.marketing)
            try await lateReset()
            try await burnOut()
            try await databaseOutage()
            await happens("The exporter is killed (kill -9).")
            exporter.kill()
        }
        try await wait(until: "LiteLLMBudgetExporterDown", fires: [:])
        try await stage.withExporter { _ in
            await happens("The exporter is started again.")
            try await wait(until: "LiteLLMBudgetExporterDown", ends: [:])
            try await wait(until: "LiteLLMBudgetExhaustsSoon", ends: Self.account(Cast.research))
            try await wait(until: "LiteLLMBudgetExhaustsBeforeReset", ends: Self.account(Cast.research))
            await change(.setTeamBudget(id: Cast.marketing, maxBudget: 500))
            await happens("An administrator gives the team Marketing $500 instead of $250.")
            try await wait(until: "LiteLLMBudgetExhausted", ends: Self.account(Cast.marketing))
            // Whatever else there is to tell is told by then.
            try await Task.sleep(for: stage.timescale.real(.minutes(12)))
        }
    }

    /// LiteLLM's job that resets budgets is switched off; meanwhile a ticket is written, and a key expires.
    private func lateReset() async throws {
        try await wait(until: "LiteLLMBudgetResetOverdue", fires: ["kind": "team"])
        await stage.bringUpToDate()
        await stage.proxy.reconfigure { $0.resetsBudgets = true }
        await happens("An administrator finds LiteLLM's job that resets budgets switched off, and switches it on.")
        try await wait(until: "LiteLLMBudgetResetOverdue", ends: ["kind": "team"])
    }

    /// From the ticket over the page to a team that is refused service, and out of it again.
    private func burnOut() async throws {
        try await wait(until: "LiteLLMBudgetExhaustsBeforeReset", fires: Cast.research)
        await spend(60, "An agent of the team Research runs in a circle: $60 an hour instead of $20.")
        try await wait(until: "LiteLLMKeyExpiresSoon", fires: Self.account(Cast.supportKey))
        try await wait(until: "LiteLLMKeyExpiresSoon", ends: Self.account(Cast.supportKey))
        try await wait(until: "LiteLLMBudgetExhaustsSoon", fires: Cast.research)
        await spend(7200, "It finds out how to start more of its kind: $7,200 an hour.")
        try await wait(until: "LiteLLMBudgetExhausted", fires: Cast.research)
        await change(.setTeamBudget(id: Cast.research, maxBudget: 3000))
        await spend(20, "The agents are stopped, and an administrator gives the team $3,000 instead of $1,000.")
        try await wait(until: "LiteLLMBudgetExhausted", ends: Self.account(Cast.research))
    }

    private func databaseOutage() async throws {
        await stage.proxy.inject(Fault(.databaseOutage))
        await happens("LiteLLM loses its database.")
        for source in Self.staleSources { try await wait(until: "LiteLLMBudgetDataStale", fires: ["source": source]) }
        await stage.proxy.clearFaults()
        await happens("The database is back.")
        for source in Self.staleSources { try await wait(until: "LiteLLMBudgetDataStale", ends: ["source": source]) }
    }

    static let staleSources = ["teams", "keys", "proxy"]

    // MARK: What happens

    private func happens(_ text: String) async { await tell(.happening(text)) }

    private func change(_ change: Change) async {
        await stage.bringUpToDate()
        await stage.proxy.apply(change)
    }

    private func spend(_ usdPerHour: Double, _ text: String) async {
        await stage.bringUpToDate()
        await stage.proxy.spend(usdPerHour: cast.rate(usdPerHour), byKey: Cast.researchKey)
        await happens(text)
    }

    // MARK: What is told

    private static func account(_ id: String) -> [String: String] { ["account": id] }

    private func wait(until name: String, fires account: String) async throws {
        try await wait(until: name, fires: Self.account(account))
    }

    private func wait(until name: String, fires labels: [String: String]) async throws {
        try await witness.wait(until: name, labels, hasEnded: false, atMost: Self.patience)
    }

    private func wait(until name: String, ends labels: [String: String]) async throws {
        try await witness.wait(until: name, labels, hasEnded: true, atMost: Self.patience)
    }
}

extension ChildProcess {
    /// Ends it as a machine without memory does.
    func kill() {
        Glibc.kill(pid, SIGKILL)
    }
}
