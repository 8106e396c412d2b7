/// A counter over time, linear between points: the looks at which it changed.
///
/// Nothing is allocated before the first change. A time without change costs one point, however often was looked.
struct SpendCurve: Hashable, Sendable {
    struct Point: Hashable, Sendable {
        var time: Microseconds
        var counter: Double
    }

    /// The oldest time that is known.
    private(set) var first: Point
    /// Points between the two, in the order of their times; neither time nor counter ever falls.
    private(set) var corners: [Point]
    /// The newest look.
    private(set) var last: Point

    init(first: Point, corners: [Point] = [], last: Point) {
        self.first = first
        self.corners = corners
        self.last = last
    }

    /// Goes on to a look that is not older than the last. Takes constant time but for a thinning now and then.
    mutating func extend(to point: Point, for windows: [SpendWindow], fullResolution: Duration) {
        let previous = corners.last ?? first
        let staysLevel = previous.counter == last.counter && last.counter == point.counter
        if !staysLevel && previous.time < last.time && last.time < point.time {
            if corners.count == corners.capacity { makeRoom(for: windows, fullResolution: fullResolution) }
            corners.append(last)
        }
        last = point
        if let corner = corners.last, let longest = windows.last, corner.time < last.time - longest.span {
            first = corner
            corners = []
        }
    }

    func counter(at time: Microseconds) -> Double {
        guard time > first.time else { return first.counter }
        guard time < last.time else { return last.counter }
        var (low, high) = (0, corners.count)
        while low < high {
            let middle = (low + high) / 2
            if corners[middle].time < time { low = middle + 1 } else { high = middle }
        }
        let before = low == 0 ? first : corners[low - 1]
        let after = low == corners.count ? last : corners[low]
        let share = Double(time - before.time) / Double(after.time - before.time)
        return min(after.counter, before.counter + (after.counter - before.counter) * share)
    }

    /// Thins out and, where that frees little, allocates an eighth more: never twice what is needed, as arrays do.
    private mutating func makeRoom(for windows: [SpendWindow], fullResolution: Duration) {
        thin(for: windows, fullResolution: fullResolution.microseconds)
        if corners.count >= corners.capacity - corners.capacity / 8 {
            corners.reserveCapacity(corners.count + max(2, corners.count / 8))
        }
    }

    /// Drops what no window can begin at any more, and of the rest the points that are closer to their neighbours than a
    /// window which begins between those would tell.
    private mutating func thin(for windows: [SpendWindow], fullResolution: Microseconds) {
        guard let longest = windows.last else {
            first = corners.last ?? first
            corners.removeAll(keepingCapacity: true)
            return
        }
        let now = last.time
        var previous = first
        var kept = 0
        for index in corners.indices {
            let point = corners[index]
            if point.time <= now - longest.span {
                first = point
                previous = point
                continue
            }
            let next = index + 1 < corners.count ? corners[index + 1] : last
            // The age of the younger end: a window that is longer can still come to begin there.
            let age = now - next.time
            if age > fullResolution, let window = windows.first(where: { $0.span >= age }),
                Double(next.time - previous.time) <= Double(window.span) * LedgerTerms.spacing
            {
                continue
            }
            corners[kept] = point
            kept += 1
            previous = point
        }
        corners.removeLast(corners.count - kept)
    }
}
