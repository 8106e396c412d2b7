import LiteLLMAdmin

/// A list of accounts that comes in one answer.
protocol UnpagedList: Sendable {
    var source: SourceID { get }

    /// For which reasons the list may have nothing to tell without that being a failure.
    var toleratedUnavailability: Set<Unavailability> { get }

    var absence: Sweep.Absence { get }

    /// Reads the whole list into the sweep.
    func read(into sweep: inout Sweep) async throws(AdminError)
}

extension UnpagedList {
    /// What such a list lacks is gone: nothing can be skipped.
    var absence: Sweep.Absence { .isRemoval }
}
