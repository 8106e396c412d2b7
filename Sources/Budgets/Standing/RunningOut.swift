/// A budget that does not last until its reset, if spending goes on as it went.
package struct RunningOut: Hashable, Sendable {
    package struct End: Hashable, Sendable {
        /// How long the budget still lasts; not positive where the limit should be reached by now.
        package let lasts: Duration
        /// How long before its reset it is used up; nil where no reset is to come.
        package let lead: Duration?

        package init(lasts: Duration, lead: Duration?) {
            self.lasts = lasts
            self.lead = lead
        }
    }

    /// Nil where it is known that, but not when.
    package let end: End?
    /// Whether somebody has to act at once.
    package let isImminent: Bool

    package init(end: End?, isImminent: Bool) {
        self.end = end
        self.isImminent = isImminent
    }

    package var tone: Standing.Tone { isImminent ? .alarm : .warning }

    package var text: String {
        guard let lead = end?.lead else { return briefText }
        return "\(briefText), \(lead.inOneUnit) before its reset"
    }

    package var briefText: String {
        guard let end else { return "runs out" }
        return end.lasts > .zero ? "runs out in \(end.lasts.inOneUnitOrTwo)" : "runs out now"
    }

    /// For where every cell counts.
    package var shortText: String {
        guard let end else { return "runs out" }
        return end.lasts > .zero ? "out in \(end.lasts.inOneUnit)" : "out now"
    }
}
