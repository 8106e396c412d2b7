/// How the program ends.
enum ExitCode: Int32, Sendable {
    case success = 0
    /// Failed while running.
    case failure = 1
    /// Wrong usage or configuration.
    case usage = 2
}
