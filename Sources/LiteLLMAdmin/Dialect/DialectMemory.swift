/// What is known of a proxy's dialect and how long that holds, as a value: it is told what was found out, and when.
///
/// What a proxy lacks is believed for an hour, or until the proxy tells another version than before. What it does not lack
/// needs no doubt: an older proxy in its place refuses the newer question.
struct DialectMemory: Sendable {
    private static let longestBelief: Duration = .seconds(3600)

    private(set) var dialect = Dialect()
    /// When it was found out what is lacking; not there where that is in doubt.
    private var foundOutAt: [Dialect.Question: Duration] = [:]
    private var version: String?
    private var hasAskedVersion = false

    /// Whether there is something to doubt, for which the proxy's version is worth a look.
    var lacksSomething: Bool { !dialect.lacks.isEmpty }

    /// Whether the older question is the one to ask, at this time since some fixed instant.
    func isKnownToLack(_ question: Dialect.Question, at instant: Duration) -> Bool {
        guard dialect.lacks.contains(question), let foundOutAt = foundOutAt[question] else { return false }
        return instant - foundOutAt < Self.longestBelief
    }

    /// Takes what asking has shown.
    mutating func findOut(_ question: Dialect.Question, isLacking: Bool, at instant: Duration) {
        if isLacking {
            dialect.lacks.insert(question)
            foundOutAt[question] = instant
        } else {
            dialect.lacks.remove(question)
            foundOutAt[question] = nil
        }
    }

    /// Takes the version that the proxy tells, nil where it tells none, as new ones do to strangers: another one than
    /// before puts all in doubt.
    mutating func learn(version: String?) {
        if hasAskedVersion, version != self.version { foundOutAt = [:] }
        hasAskedVersion = true
        self.version = version
    }
}
