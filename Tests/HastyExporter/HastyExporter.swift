import BudgetExporter
import Budgets
import Commands
import FoundationEssentials
import Polling

/// `serve` in a hurry: the same program, told the same settings, but that every span of its polling is divided by the factor
/// in `HASTE` before it begins. Windows keep their names.
@main enum HastyExporter {
    static func main() async {
        guard let factor = ProcessInfo.processInfo.environment["HASTE"].flatMap({ Double($0) }), factor >= 1 else {
            preconditionFailure("HASTE has to say by how much the exporter's spans are divided")
        }
        await Program.main { $0.polling.divide(by: factor) }
    }
}

extension Poller.Configuration {
    fileprivate mutating func divide(by factor: Double) {
        teamsInterval = teamsInterval / factor
        keysInterval = keysInterval / factor
        otherIntervals = otherIntervals.mapValues { $0 / factor }
        staleAfter = staleAfter / factor
        backOff = BackOff(
            first: backOff.first / factor, longest: backOff.longest / factor, unavailable: backOff.unavailable / factor)
        ledgerTerms = ledgerTerms.divided(by: factor)
    }
}
