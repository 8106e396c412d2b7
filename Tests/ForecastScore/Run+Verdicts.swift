extension Run {
    /// Where nothing should fire and the first week is over.
    private static let settled = 7 * SpendingTruth.day
    /// A page this long before the end is one too early.
    private static let early = 8.0 * 3600

    func firings(_ name: ConditionName) -> [Alert.Firing] { alerts[name]?.firings ?? [] }

    /// Hours before the exhaustion; of a runaway, from the beginning of its loop on. 0 where nothing fired.
    func firstWarning(_ name: ConditionName) -> Double {
        guard let exhaustion = series.exhaustion else { return 0 }
        let from = name.isPage ? series.loopStart ?? 0 : 0
        return firings(name).first { $0.start >= from }.map { (exhaustion - $0.start) / 3600 } ?? 0
    }

    /// For how many hours before the exhaustion it fired without a break; 0 where it did not fire in the end.
    func unbrokenWarning(_ name: ConditionName) -> Double {
        guard let exhaustion = series.exhaustion, alerts[name]?.isFiring == true, let last = firings(name).last else {
            return 0
        }
        return (exhaustion - last.start) / 3600
    }

    /// Not 24 h ahead until the end.
    func missesTicket(_ name: ConditionName) -> Bool {
        series.exhaustion != nil && kind != .runaway && unbrokenWarning(name) < 24
    }

    /// With less than 70 % of the time from the loop's start left, and less than 4 h, with two minutes of tolerance.
    func missesLoop(_ name: ConditionName) -> Bool {
        guard let exhaustion = series.exhaustion, let loopStart = series.loopStart else { return false }
        return firstWarning(name) * 3600 < min(0.7 * (exhaustion - loopStart), 4 * 3600 - 120)
    }

    /// Those of an account that does not run out.
    func falseFirings(_ name: ConditionName) -> [Alert.Firing] {
        series.exhaustion == nil ? firings(name) : []
    }

    func lateFalseFirings(_ name: ConditionName) -> [Alert.Firing] {
        falseFirings(name).filter { $0.end > Self.settled }.map {
            Alert.Firing(start: max($0.start, Self.settled), end: $0.end)
        }
    }

    func earlyFirings(_ name: ConditionName) -> [Alert.Firing] {
        guard let exhaustion = series.exhaustion else { return [] }
        return firings(name).filter { $0.start < exhaustion - Self.early }.map {
            Alert.Firing(start: $0.start, end: min($0.end, exhaustion - Self.early))
        }
    }
}

extension [Alert.Firing] {
    var hours: Double { reduce(0) { $0 + ($1.end - $1.start) } / 3600 }
}
