import Threading

/// A budget that does not last until its reset, if spending goes on as it went.
struct RunningOut: Hashable, Sendable {
    struct End: Hashable, Sendable {
        /// How long the budget still lasts; not positive where the limit should be reached by now.
        let lasts: Duration
        /// How long before its reset it is used up; nil where no reset is to come.
        let lead: Duration?
    }

    /// Nil where it is known that, but not when.
    let end: End?
    /// Whether somebody has to act at once.
    let isImminent: Bool

    var text: String {
        guard let lead = end?.lead else { return briefText }
        return "\(briefText), \(lead.inOneUnit) before its reset"
    }

    var briefText: String {
        guard let end else { return "runs out" }
        return end.lasts > .zero ? "runs out in \(end.lasts.inOneUnitOrTwo)" : "runs out now"
    }

    /// For where every cell counts.
    var shortText: String {
        guard let end else { return "runs out" }
        return end.lasts > .zero ? "out in \(end.lasts.inOneUnit)" : "out now"
    }
}
