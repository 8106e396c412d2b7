/// Every setting of the exporter, and the options of single commands: the one place where each has its name, type, default
/// and meaning.
struct Settings: Sendable {
    /// Where the settings that stand in a file were read from.
    var configurationFile: String?
    var litellm: LiteLLM
    var poll: Poll
    var accounts: Accounts
    var labels: Labels
    var web: Web
    var client: Client
    var state: State
    var log: Log
    var status: Status
    var replay: Replay

    init(_ read: inout SettingsReader) throws(SettingError) {
        read.begin("Configuration")
        configurationFile = try read.optional(
            SettingDeclaration.configurationFile, .path, "YAML file with settings. Flags and variables override it.")
        litellm = try LiteLLM(&read)
        poll = try Poll(&read)
        accounts = try Accounts(&read)
        labels = try Labels(&read)
        web = try Web(&read)
        client = try Client(&read)
        state = try State(&read)
        log = try Log(&read)
        status = try Status(&read)
        replay = try Replay(&read)
    }

    /// All settings and options, in the order of help and documentation.
    static let declarations: [SettingDeclaration] = {
        var reader = SettingsReader()
        // Nothing is given, so nothing can be wrong.
        _ = try! Settings(&reader)
        return reader.provenance.map(\.declaration)
    }()
}
