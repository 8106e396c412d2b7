/// How spending is spread over the week, as multiples of the average rate.
public struct Rhythm: Sendable {
    /// One factor for each hour of the day, UTC.
    let hours: [Double]
    let weekend: Double

    /// - Parameter hours: 24 factors.
    public init(hours: [Double], weekend: Double = 1) {
        precondition(hours.count == 24)
        self.hours = hours
        self.weekend = weekend
    }

    /// The same at all times.
    public static let steady = Rhythm(hours: Array(repeating: 1, count: 24))

    /// People at work: quiet nights and weekends.
    public static let office = Rhythm(
        hours: [
            0.05, 0.05, 0.05, 0.05, 0.1, 0.3, 0.8, 1.6, 2.4, 2.6, 2.5, 2.0, 1.9, 2.4, 2.5, 2.2, 1.6, 0.9, 0.5, 0.3, 0.2,
            0.1, 0.1, 0.05,
        ], weekend: 0.15)

    /// Customers around the clock, more in the evening.
    public static let consumers = Rhythm(
        hours: [
            0.6, 0.5, 0.4, 0.4, 0.4, 0.5, 0.7, 0.9, 1.0, 1.1, 1.1, 1.2, 1.2, 1.1, 1.1, 1.1, 1.2, 1.3, 1.5, 1.6, 1.5,
            1.3,
            1.0, 0.8,
        ], weekend: 1.1)

    /// Jobs between one and four at night.
    public static let nightlyJobs = Rhythm(
        hours: Array(repeating: 0.02, count: 1) + Array(repeating: 7.85, count: 3) + Array(repeating: 0.02, count: 20))

    func factor(at time: Double) -> Double {
        let day = (time / 86_400).rounded(.down)
        let hour = Int((time - day * 86_400) / 3600)
        let weekday = (Int(day) + 3) % 7
        return hours[hour] * (weekday >= 5 ? weekend : 1)
    }
}
