import AlertStory
import Glibc
import ServiceLifecycle
import UnixSignals

/// Shows the alert story to a person: what happens, and what people are told.
@main struct AlertStoryProgram {
    static func main() async throws {
        let programs: Programs
        do {
            programs = try Programs()
        } catch {
            print("\(error)")
            exit(1)
        }
        let screen = Screen()
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        // The children are ended on the way out, whichever task is first.
        let ending = await withTaskGroup(of: Ending.self) { group in
            group.addTask {
                for await _ in signals { return .interrupted }
                return .interrupted
            }
            group.addTask {
                do {
                    screen.begin()
                    return .told(try await Story.play(programs) { screen.show($0, at: $1) })
                } catch { return .failed("\(error)") }
            }
            let first = await group.next() ?? .interrupted
            group.cancelAll()
            return first
        }
        exit(screen.end(ending))
    }
}
