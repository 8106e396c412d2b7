extension Expectation {
    /// What everybody is told in the story.
    static let all: [Expectation] = []
}
