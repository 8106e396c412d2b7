/// What bytes from outside reach, a case each. Its name is that of its folder in `Tests/Corpora`.
enum FuzzTarget: String, CaseIterable, Sendable, CustomStringConvertible {
    /// A body of any endpoint, good or bad.
    case answers
    /// Headers of requests to the exporter, and of the proxy's answers.
    case headers
    case webConfiguration = "web-configuration"
    case settings
    /// One account's ledger, as it stands in the state file.
    case ledger
    case stateFile = "state-file"
    /// From the proxy's answers to all that is served.
    case pages

    var description: String { rawValue }

    /// Feeds the bytes to what they would reach.
    ///
    /// - Throws: ``BrokenPromise`` where something is not as it is promised for all bytes.
    func run(on bytes: [UInt8]) async throws {
        switch self {
        case .answers: try await AnswersBody(bytes).run()
        case .headers: try await HeadersBody(bytes).run()
        case .webConfiguration: try WebConfigurationBody(bytes).run()
        case .settings: try SettingsBody(bytes).run()
        case .ledger: try LedgerBody(bytes).run()
        case .stateFile: try await StateFileBody(bytes).run()
        case .pages: try await PagesBody(bytes).run()
        }
    }
}
