import Budgets
import Threading

/// One line of what `replay` writes.
struct ReplayAnswer {
    let observation: RecordedObservation
    /// Nil before the first look at the account.
    let history: AccountHistory?
    /// What was seen to happen between the look before and this one.
    let event: BudgetReset?

    /// Writes it as JSON, with a line break at its end. By hand: `JSONEncoder` would take most of the time of a replay.
    func write(to output: inout [UInt8]) {
        output.append("{\"time\":")
        output += observation.timeText
        output.append(",\"kind\":\"")
        output.append(observation.account.kind.rawValue)
        output.append("\",\"id\":\"")
        output += observation.idText
        output.append("\",\"spend_total\":")
        if let total = history?.spendTotal.amount, total.isFinite {
            output.append(total)
        } else {
            output.append("null")
        }
        write("rate", to: &output) { $0.ratePerSecond.amount }
        write("exhaustion", to: &output) { $0.exhaustsAt?.unixSeconds }
        output.append(",\"exhausts_before_reset\":{")
        var separator = ""
        for outlook in history?.outlooks ?? [] {
            guard let isBefore = outlook.exhaustsBeforeReset else { continue }
            output.append("\(separator)\"\(outlook.window.label)\":\(isBefore)")
            separator = ","
        }
        output.append("}")
        write("projected", to: &output) { $0.projectedSpend?.amount }
        output.append(",\"event\":")
        output.append(event.map { "\"\($0.rawValue)\"" } ?? "null")
        output.append("}\n")
    }

    private func write(_ name: String, to output: inout [UInt8], number: (Outlook) -> Double?) {
        output.append(",\"\(name)\":{")
        var isFirst = true
        for outlook in history?.outlooks ?? [] {
            // JSON has no infinity, where numbers as large as no money end.
            guard let number = number(outlook), number.isFinite else { continue }
            output.append(isFirst ? "\"" : ",\"")
            output.append(outlook.window.label)
            output.append("\":")
            output.append(number)
            isFirst = false
        }
        output.append("}")
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// With as many digits as it takes to read the same number back.
    fileprivate mutating func append(_ number: Double) {
        append(number.description)
        if suffix(2).elementsEqual(".0".utf8) { removeLast(2) }
    }
}
