import AlertStory
import Testing

extension EndToEndTests {
    /// The shipped rules on a real Prometheus and a real Alertmanager, fed by a simulated proxy; some four minutes.
    @Suite("The alerts' story")
    struct AlertStoryTests {
        @Test("People are told what they have to know, once, in order, in the right words, and nothing else")
        func story() async throws {
            let programs: Programs
            do {
                programs = try Programs()
            } catch {
                skip("the alerts' story", "\(error)")
                return
            }
            let chronicle = try await Story.play(programs) { _, _ in }
            for surprise in Expectation.surprises(in: chronicle) { Issue.record("\(surprise)") }
            #expect(chronicle.entries.count >= 20)
        }
    }
}
