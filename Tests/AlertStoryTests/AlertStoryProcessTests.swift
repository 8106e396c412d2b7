import AlertStory
import Testing

/// The shipped rules on a real Prometheus and a real Alertmanager; some four minutes.
@Suite(.serialized) struct AlertStoryProcessTests {
    @Test(
        "people are told what they have to know, once, in order, in the right words, and nothing else",
        .timeLimit(.minutes(15)))
    func story() async throws {
        let programs: Programs
        do {
            programs = try Programs()
        } catch {
            print("SKIPPED the alert story: \(error)")
            return
        }
        let chronicle = try await Story.play(programs) { _, _ in }
        for surprise in Expectation.surprises(in: chronicle) { Issue.record("\(surprise)") }
        #expect(chronicle.entries.count >= 20)
    }
}
