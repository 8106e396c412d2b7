import Threading

extension Duration {
    /// In a unit that leaves one or two digits, rounded down: `34 min`, `47 h`, `2 d`.
    package var inOneUnit: String {
        // Dates in an answer may be anything; a million years is as good as for ever.
        let seconds = Int(min(max(self.seconds, 0), 3e13))
        switch seconds {
        case ..<100: return "\(seconds) s"
        case ..<6000: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h"
        default: return "\(seconds / 86_400) d"
        }
    }

    /// With minutes beside few hours, for what somebody has to be ready for: `3 h 20 m`.
    package var inOneUnitOrTwo: String {
        switch seconds {
        case 6000..<36_000: "\(Int(seconds) / 3600) h \(Int(seconds) / 60 % 60) m"
        default: inOneUnit
        }
    }
}
