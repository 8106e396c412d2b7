/// How fast one key spends.
public struct SpendingRate: Sendable {
    /// A time with more (or, below 1, less) spending than usual.
    public struct Burst: Sendable {
        public var start: Double
        public var seconds: Double
        public var factor: Double

        /// - Parameter start: seconds since 1970.
        public init(start: Double, seconds: Double, factor: Double) {
            self.start = start
            self.seconds = seconds
            self.factor = factor
        }
    }

    public var token: String
    /// US dollars an hour, averaged over the rhythm.
    public var usdPerHour: Double
    public var rhythm: Rhythm
    public var bursts: [Burst]
    /// Whether the rate wavers by half from one five minutes to the next. What it does is fixed by the token.
    public var isUneven: Bool
    /// Customers that the requests are for, in equal parts.
    public var customerIDs: [String]
    /// Providers whose models answer, in equal parts.
    public var providers: [String]
    /// When it holds, in seconds since 1970: always, until another one follows it.
    private var start = -Double.infinity
    private var end = Double.infinity
    private let seed: UInt64

    public init(
        token: String, usdPerHour: Double, rhythm: Rhythm = .steady, bursts: [Burst] = [], isUneven: Bool = false,
        customerIDs: [String] = [], providers: [String] = []
    ) {
        self.token = token
        self.usdPerHour = usdPerHour
        self.rhythm = rhythm
        self.bursts = bursts
        self.isUneven = isUneven
        self.customerIDs = customerIDs
        self.providers = providers
        seed = token.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// Ends now; what follows it is the same at another rate.
    mutating func change(to usdPerHour: Double, at time: Double) -> SpendingRate {
        var next = starting(at: time)
        next.usdPerHour = usdPerHour
        end = time
        return next
    }

    func starting(at time: Double) -> SpendingRate {
        var rate = self
        rate.start = time
        return rate
    }

    var isCurrent: Bool { end == .infinity }

    func isOver(at time: Double) -> Bool { end <= time }

    /// What is spent between two moments, in a part for each customer or provider.
    func charges(from start: Double, to end: Double) -> [Charge] {
        let count = max(1, customerIDs.count, providers.count)
        let cost = cost(from: start, to: end) / Double(count)
        return (0..<count).map { part in
            Charge(
                token: token, cost: cost,
                customerID: customerIDs.isEmpty ? nil : customerIDs[part % customerIDs.count],
                provider: providers.isEmpty ? nil : providers[part % providers.count])
        }
    }

    /// US dollars spent between two moments: the same however the time between them is cut.
    func cost(from first: Double, to last: Double) -> Double {
        let (start, end) = (max(first, self.start), min(last, self.end))
        guard end > start else { return 0 }
        let perSecond = usdPerHour / 3600
        var cost = 0.0
        var time = start
        while time < end {
            let slot = (time / Self.slotSeconds).rounded(.down)
            let slotEnd = min(end, (slot + 1) * Self.slotSeconds)
            let waver = isUneven ? 0.5 + SeededGenerator.fraction(seed &+ UInt64(bitPattern: Int64(slot))) : 1
            cost += perSecond * rhythm.factor(at: time) * waver * (slotEnd - time)
            time = slotEnd
        }
        for burst in bursts {
            let overlap = min(end, burst.start + burst.seconds) - max(start, burst.start)
            if overlap > 0 { cost += perSecond * (burst.factor - 1) * overlap }
        }
        return max(0, cost)
    }

    private static let slotSeconds = 300.0
}
