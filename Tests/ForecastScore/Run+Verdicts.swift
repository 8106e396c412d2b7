extension Run {
    /// Where nothing should fire and the first week is over.
    private static let settled = 7 * SpendingTruth.day
    /// A page this long before the end is one too early.
    private static let early = 8.0 * 3600

    func firings(_ condition: Condition) -> [Alert.Firing] { alerts[condition]?.firings ?? [] }

    /// Hours before the exhaustion; of a runaway, from the beginning of its loop on. 0 where nothing fired.
    func firstWarning(_ condition: Condition) -> Double {
        guard let exhaustion = outcome.exhaustion else { return 0 }
        let from = condition.severity == .page ? outcome.loopStart ?? 0 : 0
        return firings(condition).first { $0.start >= from }.map { (exhaustion - $0.start) / 3600 } ?? 0
    }

    /// For how many hours before the exhaustion it fired without a break; 0 where it did not fire in the end.
    func unbrokenWarning(_ condition: Condition) -> Double {
        guard let exhaustion = outcome.exhaustion, alerts[condition]?.isFiring == true,
            let last = firings(condition).last
        else {
            return 0
        }
        return (exhaustion - last.start) / 3600
    }

    /// Not 24 h ahead until the end.
    func missesTicket(_ condition: Condition) -> Bool {
        outcome.exhaustion != nil && kind != .runaway && unbrokenWarning(condition) < 24
    }

    /// With less than 70 % of the time from the loop's start left, and less than 4 h, with two minutes of tolerance.
    func missesLoop(_ condition: Condition) -> Bool {
        guard let exhaustion = outcome.exhaustion, let loopStart = outcome.loopStart else { return false }
        return firstWarning(condition) * 3600 < min(0.7 * (exhaustion - loopStart), 4 * 3600 - 120)
    }

    /// Those of an account that does not run out.
    func falseFirings(_ condition: Condition) -> [Alert.Firing] {
        outcome.exhaustion == nil ? firings(condition) : []
    }

    func lateFalseFirings(_ condition: Condition) -> [Alert.Firing] {
        falseFirings(condition).filter { $0.end > Self.settled }.map {
            Alert.Firing(start: max($0.start, Self.settled), end: $0.end)
        }
    }

    func earlyFirings(_ condition: Condition) -> [Alert.Firing] {
        guard let exhaustion = outcome.exhaustion else { return [] }
        return firings(condition).filter { $0.start < exhaustion - Self.early }.map {
            Alert.Firing(start: $0.start, end: min($0.end, exhaustion - Self.early))
        }
    }
}

extension [Alert.Firing] {
    var hours: Double { reduce(0) { $0 + ($1.end - $1.start) } / 3600 }
}
