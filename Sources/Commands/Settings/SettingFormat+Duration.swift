extension SettingFormat where Value == Duration {
    /// Whole numbers with units from large to small: `30s`, `5m`, `1h30m`.
    static var duration: SettingFormat {
        SettingFormat("duration", show: DurationText.show) { text throws(UnusableValue) in
            guard let duration = DurationText.read(text) else {
                throw UnusableValue(text, "is not a duration; write it like 30s or 5m")
            }
            // Within these bounds no arithmetic on intervals overflows, and no loop spins.
            guard duration >= .seconds(1) else { throw UnusableValue(text, "is too short; the least is 1s") }
            guard duration <= .seconds(7 * 86_400) else { throw UnusableValue(text, "is too long; the most is 7d") }
            return duration
        }
    }
}
