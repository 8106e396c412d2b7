/// The dialect of one proxy, found out by asking: the newest question first, the older one where the proxy does not know
/// it, and which of them it was is remembered.
///
/// An actor, as the sources that ask run at the same time and share what they find out. It lives beside ``AdminAPI``, which
/// keeps no state, because what it knows are LiteLLM's versions, and the poller and `check` both need it.
public actor ProxyDialect {
    private let api: AdminAPI
    private var memory = DialectMemory()

    public init(_ api: AdminAPI) {
        self.api = api
    }

    /// What is known now.
    public var known: Dialect { memory.dialect }

    /// Whether the older question is the one to ask. `instant` is the time since some fixed instant.
    public func lacks(_ question: Dialect.Question, at instant: Duration) async -> Bool {
        await lookForUpgrade()
        return memory.isKnownToLack(question, at: instant)
    }

    /// Takes what asking has shown: that the proxy answered the newest question, or the older one and not the newest.
    public func findOut(_ question: Dialect.Question, isLacking: Bool, at instant: Duration) async {
        memory.findOut(question, isLacking: isLacking, at: instant)
        // The version that lacks it, to know another one by.
        if isLacking { await lookForUpgrade() }
    }

    /// Whether the proxy tells its version to anybody, which none does that is new enough to lack nothing.
    public func tellsVersion() async -> Bool {
        if case .answered(.some) = await api.version() { true } else { false }
    }

    private func lookForUpgrade() async {
        guard memory.lacksSomething, case .answered(let version) = await api.version() else { return }
        memory.learn(version: version)
    }
}
