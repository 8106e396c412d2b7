/// What can go wrong on the exporter's own side. Each has a row in docs/reliability.md under its raw value.
enum OwnFault: String, CaseIterable, Sendable {
    case slowReader = "scraper that reads slowly"
    case slowloris = "client that never finishes its request"
    case tooManyScrapers = "more scrapers than allowed"
    case noDescriptors = "no file descriptors left"
    case noRoomForState = "no room for the state file"
    case unusableState = "state file damaged, foreign or newer"
    case heldState = "state file held by another process"
    case noRoomForLog = "no room for the log"
    case stalledLog = "log that nobody reads"
    case clockForward = "wall clock set forward"
    case clockBack = "wall clock set back"
    case nameUnknown = "LiteLLM's name not resolved"
}
