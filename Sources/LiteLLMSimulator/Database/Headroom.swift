/// What may still be spent under several limits at once.
struct Headroom {
    /// US dollars; nil once one of the limits refuses requests.
    private(set) var usd: Double? = .infinity

    /// - Parameters:
    ///   - limit: nil or not finite is no limit.
    ///   - passesAtLimit: whether LiteLLM lets a request pass that finds exactly the limit spent.
    mutating func narrow(to limit: Double?, spend: Double?, passesAtLimit: Bool = false) {
        guard let limit, limit.isFinite, let spend, let usd else { return }
        let isRefused = passesAtLimit ? spend > limit : spend >= limit
        self.usd = isRefused ? nil : min(usd, limit - spend)
    }
}
