/// One kind of poll.
protocol Source: Sendable {
    var id: SourceID { get }

    /// Reads everything once, with at most one request under way at a time. Never throws: what went wrong is part of the
    /// result, and what was seen before it counts.
    func sweep(_ pacing: Pacing) async -> Sweep

    /// Asks for one account that a complete sweep did not see.
    func verdict(on id: String) async -> Verdict
}

extension Source {
    func verdict(on id: String) async -> Verdict { Verdict(.unknown) }
}
