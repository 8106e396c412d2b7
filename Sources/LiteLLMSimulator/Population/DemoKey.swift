/// One key of the demo.
struct DemoKey {
    let alias: String
    /// US dollars a day on average.
    let perDay: Double
    let limit: Double?
    /// The part of the limit that is spent at the start.
    let used: Double
    let duration: String
    let rhythm: Rhythm
    let expiresInDays: Double?
    /// Hours after the start at which an hour of eightfold spending begins.
    let burstHours: [Double]

    init(
        _ alias: String, perDay: Double, limit: Double? = nil, used: Double = 0, duration: String = "30d",
        rhythm: Rhythm = .office, expiresInDays: Double? = nil, burstHours: [Double] = []
    ) {
        self.alias = alias
        self.perDay = perDay
        self.limit = limit
        self.used = used
        self.duration = duration
        self.rhythm = rhythm
        self.expiresInDays = expiresInDays
        self.burstHours = burstHours
    }

    func bursts(startingAt time: Double) -> [SpendingRate.Burst] {
        burstHours.map { SpendingRate.Burst(start: time + $0 * 3600, seconds: 3600, factor: 8) }
    }
}
