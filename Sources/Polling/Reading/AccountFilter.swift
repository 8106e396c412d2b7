/// Which accounts of a kind are watched, by their ids and aliases.
public struct AccountFilter: Hashable, Sendable {
    /// When there are any, an account has to match one.
    public var includes: [GlobPattern]
    /// An account that matches one is left out, whatever includes it.
    public var excludes: [GlobPattern]

    public init(includes: [GlobPattern] = [], excludes: [GlobPattern] = []) {
        self.includes = includes
        self.excludes = excludes
    }

    func admits(id: String, alias: String?) -> Bool {
        func isMatched(by pattern: GlobPattern) -> Bool {
            pattern.matches(id) || alias.map(pattern.matches) ?? false
        }
        return (includes.isEmpty || includes.contains(where: isMatched)) && !excludes.contains(where: isMatched)
    }
}
