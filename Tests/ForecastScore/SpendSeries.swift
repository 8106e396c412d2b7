/// Two periods of an account as LiteLLM shows it, looked at every 30 s, and what is true of the second.
struct SpendSeries {
    static let interval = 30.0
    static let looksInPeriod = Int(SpendingTruth.period / interval)

    /// The spend of the running period at each look, from 30 days before time 0 on.
    private(set) var spend: [Double] = []
    /// All that was spent.
    private(set) var counter: [Double] = []
    /// When the scored period's limit was reached; nil where it was not.
    private(set) var exhaustion: Double?
    /// What would have been spent in the scored period without a limit.
    private(set) var demand = 0.0
    let limit: Double
    let phase: Double
    let loopStart: Double?

    init(_ kind: SpendingKind, seed: Int) {
        var truth = SpendingTruth(kind, seed: seed)
        (limit, phase, loopStart) = (truth.limit, truth.phase, truth.loopStart)
        var flushes = RandomStream(pattern: kind.rawValue, seed: seed, stream: 1)
        var (time, spent, total, isBlocked) = (-SpendingTruth.period, 0.0, 0.0, false)
        let looks = 2 * Self.looksInPeriod + 1
        spend.reserveCapacity(looks)
        counter.reserveCapacity(looks)
        while spend.count < looks {
            let gap = flushes.between(10, 15)
            let noise = flushes.exponential()
            while spend.count < looks, Self.time(ofLook: spend.count) < time + gap {
                if spend.count == Self.looksInPeriod { (spent, demand, isBlocked) = (0, 0, false) }
                spend.append(spent)
                counter.append(total)
            }
            let amount = truth.rate(at: time + gap / 2) * gap * noise
            time += gap
            demand += amount
            guard !isBlocked else { continue }
            spent += amount
            total += amount
            guard spent >= limit else { continue }
            isBlocked = true
            if time > 0 { exhaustion = time }
        }
    }

    static func time(ofLook look: Int) -> Double { Double(look - looksInPeriod) * interval }

    /// Whether it is a coin toss if the limit is reached.
    var isNear: Bool { abs(demand / limit - 1) < 0.02 }
}
