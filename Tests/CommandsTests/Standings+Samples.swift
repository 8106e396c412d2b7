import Budgets
import Polling
import TestSupport
import Threading

@testable import Commands

extension Standings {
    /// As a running exporter tells them, read twelve seconds ago.
    static func sample(_ teams: [Account]) -> Standings {
        Standings(
            origin: .exporter(url: "http://127.0.0.1:4004"), teams: teams,
            reliability: Reliability(readAt: SampleTeams.now - .seconds(12)))
    }
}
