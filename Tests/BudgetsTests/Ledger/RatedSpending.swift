import Budgets
import Threading

/// Every look at a counter, unthinned: what rates are to be, worked out the long way.
struct RatedSpending {
    private var times: [Double] = []
    private var counters: [Double] = []

    mutating func append(_ counter: Double, at time: Double) {
        times.append(time)
        counters.append(counter)
    }

    /// What was spent in the watched part of a window, at least and at most, by the looks around its edge; nil where the
    /// window is not to be told.
    func spending(in window: SpendWindow, interval: Double, fullResolution: Double) -> (
        range: ClosedRange<Double>, over: Double
    )? {
        let span = window.duration.seconds
        guard interval <= span / 4, let last = times.last, let counter = counters.last else { return nil }
        var first = times.count - 1
        while first > 0, times[first] - times[first - 1] <= span / 2, times[first] > last - span { first -= 1 }
        let start = max(times[first], last - span)
        guard last - start >= span * 0.8 else { return nil }
        // What was not watched from the window's own edge on is rated from a look, exactly.
        guard times[first] <= last - span else {
            let spent = counter - counters[first]
            return (spent...spent, last - start)
        }
        let thinning = span > fullResolution ? span / 100 : 0
        let lower = counters[times.lastIndex { $0 <= start - thinning } ?? 0]
        let upper = counters[times.firstIndex { $0 >= start + thinning } ?? times.count - 1]
        return ((counter - upper)...(counter - lower), last - start)
    }
}
