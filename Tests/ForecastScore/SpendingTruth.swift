import Glibc

/// What an account would spend if nothing stopped it, drawn from a kind and a seed.
///
/// Time is in seconds from the beginning of the scored period of 30 days; another such period lies before it.
struct SpendingTruth {
    static let day = 86_400.0
    static let period = 30 * day

    /// A stretch with a rate of its own.
    private struct Phase {
        var start: Double
        var end: Double
        var rate: Double
    }

    /// The second of the week, from Monday on, at time 0.
    let phase: Double
    let limit: Double
    /// When the loop of a runaway begins; nil for the others.
    let loopStart: Double?

    private let shape: SpendingKind
    private let base: Double
    private let loopRate: Double
    private let start, length, night, weekend: Double
    private let share: Double
    private let officeMean, weekdaysMean, batchMean, growthMean: Double
    private let slowFactors: [Double]
    private let dayFactors: [Double]
    private var phases: [Phase] = []
    private var oldestPhase = 0

    init(_ kind: SpendingKind, seed: Int) {
        var draw = RandomStream(pattern: kind.rawValue, seed: seed, stream: 0)
        phase = draw.between(0, 7 * Self.day)
        let use = draw.logarithmic(100, 100_000)
        limit = draw.between(0.7, 1.5) * use
        let slowNoise = draw.logarithmic(0.02, 0.3)
        let dayNoise = draw.logarithmic(0.02, 0.2)
        start = draw.between(0, 24)
        length = draw.between(8, 11)
        night = draw.between(0, 0.05)
        weekend = draw.between(0, 0.2)
        share = draw.between(0.1, 0.3)
        let burstsADay = draw.logarithmic(1, 8)
        let tail = draw.between(1.3, 1.8)
        let batchHours = draw.between(1, 3)
        let batchFactor = draw.logarithmic(10, 50)
        let loopFactor = draw.logarithmic(20, 200)
        let loopStart = 12 * Self.day + draw.between(0, Self.day)
        // Every kind lies below some runaway.
        shape = kind == .runaway ? SpendingKind(rawValue: 1 + seed % 7)! : kind
        base = use / Self.period
        self.loopStart = kind == .runaway ? loopStart : nil
        loopRate = loopFactor * base
        officeMean = night + (1 - night) * (length - 1) / 24
        weekdaysMean = (5 * officeMean + 2 * (night + (1 - night) * weekend * (length - 1) / 24)) / 7
        batchMean = (24 - batchHours + batchFactor * batchHours) / 24
        let growth = log(1.05)
        growthMean = (exp(growth * 30) - 1) / (growth * 30)
        var days = RandomStream(pattern: kind.rawValue, seed: seed, stream: 2)
        dayFactors = (0..<90).map { _ in exp(dayNoise * days.normal() - dayNoise * dayNoise / 2) }
        var slow = RandomStream(pattern: kind.rawValue, seed: seed, stream: 3)
        let kept = exp(-600 / 10_800.0)
        var deviation = slowNoise * slow.normal()
        slowFactors = (0...8640).map { _ in
            defer { deviation = kept * deviation + sqrt(1 - kept * kept) * slowNoise * slow.normal() }
            return exp(deviation - slowNoise * slowNoise / 2)
        }
        var events = RandomStream(pattern: kind.rawValue, seed: seed, stream: 4)
        switch shape {
        case .bursts:
            let least = (1 - share) * use / (30 * burstsADay) * (tail - 1) / tail
            var time = -Self.period
            while true {
                time += Self.day / burstsADay * events.exponential()
                guard time < Self.period else { break }
                let span = events.logarithmic(300, 3600)
                let size = least * pow(1 - events.uniform(), -1 / tail)
                phases.append(Phase(start: time, end: time + span, rate: size / span))
            }
        case .batch:
            let first = ((phase - Self.period) / Self.day).rounded(.down) - 1
            for night in 0..<64 {
                let begin = (first + Double(night)) * Self.day + start * 3600 - phase + events.between(-900, 900)
                let factor = exp(0.2 * events.normal() - 0.02)
                phases.append(
                    Phase(
                        start: begin, end: begin + batchHours * 3600,
                        rate: base / batchMean * (batchFactor * factor - 1)))
            }
        case .stopGo:
            var (time, isOn) = (-Self.period, events.uniform() < 0.5)
            while time < Self.period {
                let span = events.logarithmic(2 * 3600, 48 * 3600)
                let factor = exp(0.3 * events.normal() - 0.045)
                if isOn { phases.append(Phase(start: time, end: time + span, rate: 2 * base * factor)) }
                time += span
                isOn.toggle()
            }
        case .steady, .office, .weekdays, .growth, .runaway: break
        }
    }

    /// Dollars a second. Must be asked for times that never go back.
    mutating func rate(at time: Double) -> Double {
        let wall = time + phase + 35 * Self.day
        let hour = wall.truncatingRemainder(dividingBy: Self.day) / 3600
        let isWeekend = Int(wall / Self.day) % 7 >= 5
        let usual: Double =
            switch shape {
            case .steady: 1
            case .office: (night + (1 - night) * office(hour)) / officeMean
            case .weekdays: (night + (1 - night) * office(hour) * (isWeekend ? weekend : 1)) / weekdaysMean
            case .bursts: share
            case .batch: 1 / batchMean
            case .growth: exp(log(1.05) * time / Self.day) / growthMean
            case .stopGo, .runaway: 0
            }
        let slow = slowFactors[min(8640, Int((time + Self.period) / 600))]
        let noise = slow * dayFactors[Int(((time + phase) / Self.day).rounded(.down)) + 40]
        var rate = usual * base * noise
        // Bursts overlap; none is longer than an hour.
        while oldestPhase < phases.count, phases[oldestPhase].end < time,
            shape != .bursts || time - phases[oldestPhase].start > 3600
        {
            oldestPhase += 1
        }
        for phase in phases[oldestPhase...] {
            guard phase.start <= time else { break }
            if time < phase.end { rate += phase.rate * (shape == .bursts ? 1 : noise) }
        }
        if let loopStart, time >= loopStart { rate += loopRate }
        return rate
    }

    /// How much of the staff is there: an hour to come, an hour to go.
    private func office(_ hour: Double) -> Double {
        let since = (hour - start + 48).truncatingRemainder(dividingBy: 24)
        return since >= length ? 0 : since < 1 ? since : since > length - 1 ? length - since : 1
    }
}
