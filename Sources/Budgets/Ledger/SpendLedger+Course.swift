public import Threading

extension SpendLedger {
    /// How spending of the running period went, as far back as the ledger knows, a week at most: from point to point in
    /// straight lines, the newest look last. Empty before the first look.
    ///
    /// It begins with the last reset that was seen. Each point is the newest spend less what was added since.
    public func course(at moment: Moment) -> [SpendPoint] {
        guard let entries else { return [] }
        let curve = entries.curve
        let spend = entries.counter.newest.spend
        let now = moment.uptime.sinceOrigin.microseconds
        func point(_ point: SpendCurve.Point) -> SpendPoint {
            SpendPoint(
                time: moment.now - .microseconds(now - point.time),
                spend: USD(spend - (curve.last.counter - point.counter)))
        }
        let reset = entries.lastReset.map { now - (moment.now - $0).microseconds }
        let start = min(max(curve.first.time, reset ?? .min), curve.last.time)
        let first = SpendCurve.Point(time: start, counter: curve.counter(at: start))
        let later = curve.corners.filter { $0.time > start } + (curve.last.time > start ? [curve.last] : [])
        return ([first] + later).map(point)
    }
}
