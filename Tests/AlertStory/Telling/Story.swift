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
            try await pager.hears(.exhausted, of: Cast.marketing)
            try await lateReset()
            try await burnOut()
            try await databaseOutage()
            await happens("The exporter is killed (kill -9).")
            exporter.kill()
        }
        try await pager.hears(.exporterDown)
        try await stage.withExporter { _ in
            await happens("The exporter is started again.")
            try await pager.hears(.exporterDown, isOver: true)
            try await pager.hears(.exhaustsSoon, of: Cast.research, isOver: true)
            try await tickets.hears(.exhaustsBeforeReset, of: Cast.research, isOver: true)
            try await team.hears(.exhaustsBeforeReset, of: Cast.research, isOver: true)
            await change(.setTeamBudget(id: Cast.marketing, maxBudget: 500))
            await happens("An administrator gives the team Marketing $500 instead of $250.")
            try await pager.hears(.exhausted, of: Cast.marketing, isOver: true)
            // Whatever else there is to tell is told by then.
            try await Task.sleep(for: stage.timescale.real(.minutes(12)))
        }
    }

    /// LiteLLM's job that resets budgets is switched off.
    private func lateReset() async throws {
        try await tickets.hears(.resetOverdue)
        await stage.bringUpToDate()
        await stage.proxy.reconfigure { $0.resetsBudgets = true }
        await happens("An administrator finds LiteLLM's job that resets budgets switched off, and switches it on.")
        try await tickets.hears(.resetOverdue, isOver: true)
    }

    /// From the ticket over the page to a team that is refused service, and out of it again. Meanwhile a key expires.
    private func burnOut() async throws {
        try await tickets.hears(.exhaustsBeforeReset, of: Cast.research)
        try await team.hears(.exhaustsBeforeReset, of: Cast.research)
        await spend(60, "An agent of the team Research runs in a circle: $60 an hour instead of $20.")
        try await tickets.hears(.keyExpiresSoon, of: Cast.supportKey)
        try await tickets.hears(.keyExpiresSoon, of: Cast.supportKey, isOver: true)
        try await pager.hears(.exhaustsSoon, of: Cast.research)
        try await team.hears(.exhaustsSoon, of: Cast.research)
        await spend(7200, "It finds out how to start more of its kind: $7,200 an hour.")
        try await pager.hears(.exhausted, of: Cast.research)
        try await team.hears(.exhausted, of: Cast.research)
        await change(.setTeamBudget(id: Cast.research, maxBudget: 3000))
        await spend(20, "The agents are stopped, and an administrator gives the team $3,000 instead of $1,000.")
        try await pager.hears(.exhausted, of: Cast.research, isOver: true)
        try await team.hears(.exhausted, of: Cast.research, isOver: true)
    }

    private func databaseOutage() async throws {
        await stage.proxy.inject(Fault(.databaseOutage))
        await happens("LiteLLM loses its database.")
        for source in Self.staleSources { try await tickets.hears(.dataStale, about: ["source": source]) }
        await stage.proxy.clearFaults()
        await happens("The database is back.")
        for source in Self.staleSources { try await tickets.hears(.dataStale, about: ["source": source], isOver: true) }
    }

    static let staleSources = ["teams", "keys", "proxy"]

    private var pager: Listener { Listener(receiver: "pager", witness: witness) }
    private var tickets: Listener { Listener(receiver: "tickets", witness: witness) }
    private var team: Listener { Listener(receiver: "team-research", witness: witness) }

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
}

extension ChildProcess {
    /// Ends it as a machine without memory does.
    func kill() {
        Glibc.kill(pid, SIGKILL)
    }
}
