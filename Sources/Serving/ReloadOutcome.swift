/// What came of reading the configuration anew.
public enum ReloadOutcome: Hashable, Sendable {
    case applied
    /// The one before stays in force; with a sentence on what is wrong.
    case refused(String)
    /// The program ends before it could be applied.
    case stopping
}

/// Reads the configuration anew and applies it, and tells what came of that; nil for whoever is cancelled meanwhile.
public typealias Reload = @Sendable () async -> ReloadOutcome?
