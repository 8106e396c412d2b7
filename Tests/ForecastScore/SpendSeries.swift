import Threading

/// Two periods of an account as LiteLLM shows it, looked at every 30 s, and what is true of the second.
struct SpendSeries {
    static let interval = 30.0
    /// Some Monday, 00:00 UTC.
    private static let monday = 1_753_660_800.0
    static let looksInPeriod = Int(SpendingTruth.period / interval)

    /// The spend of the running period at each look, from 30 days before time 0 on.
    private(set) var spend: [Double] = []
    /// All that was spent.
    private(set) var counter: [Double] = []
    private(set) var outcome: SpendOutcome
    /// The second of the week, from Monday on, at time 0.
    let phase: Double

    init(_ kind: SpendingKind, seed: Int) {
        var truth = SpendingTruth(kind, seed: seed)
        outcome = SpendOutcome(limit: truth.limit, loopStart: truth.loopStart)
        phase = truth.phase
        var flushes = RandomStream(pattern: kind.rawValue, seed: seed, stream: 1)
        var (time, spent, total, isBlocked) = (-SpendingTruth.period, 0.0, 0.0, false)
        let looks = 2 * Self.looksInPeriod + 1
        spend.reserveCapacity(looks)
        counter.reserveCapacity(looks)
        while spend.count < looks {
            let gap = flushes.between(10, 15)
            let noise = flushes.exponential()
            while spend.count < looks, Self.time(ofLook: spend.count) < time + gap {
                if spend.count == Self.looksInPeriod { (spent, outcome.demand, isBlocked) = (0, 0, false) }
                spend.append(spent)
                counter.append(total)
            }
            let amount = truth.rate(at: time + gap / 2) * gap * noise
            time += gap
            outcome.demand += amount
            guard !isBlocked else { continue }
            spent += amount
            total += amount
            guard spent >= truth.limit else { continue }
            isBlocked = true
            if time > 0 { outcome.exhaustion = time }
        }
    }

    static func time(ofLook look: Int) -> Double { Double(look - looksInPeriod) * interval }

    func date(_ time: Double) -> Timestamp {
        Timestamp(unixSeconds: Self.monday + phase + time)
    }
}
