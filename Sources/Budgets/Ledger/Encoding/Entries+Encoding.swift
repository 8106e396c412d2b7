import Threading

/// Flags that tell which optional figures follow, the counter, the curve from its oldest point on, the gaps,
/// the pattern or what is kept until there is one.
extension SpendLedger.Entries {
    private struct Parts: OptionSet {
        let rawValue: UInt64
        static let totalSpend = Parts(rawValue: 1)
        static let limit = Parts(rawValue: 2)
        static let knownLimit = Parts(rawValue: 4)
        static let resetsAt = Parts(rawValue: 8)
        static let lastReset = Parts(rawValue: 16)
        static let exhaustedSince = Parts(rawValue: 32)
        static let followsSpend = Parts(rawValue: 64)
        static let followsTotalSpend = Parts(rawValue: 128)
        static let pattern = Parts(rawValue: 256)
        static let spendingDay = Parts(rawValue: 512)
        static let all = Parts(rawValue: 1023)
    }

    func write(to writer: inout ByteWriter, clocks: LedgerClocks) {
        let look = counter.newest
        let pattern = patterns.first.flatMap { $0.isFinite ? $0 : nil }
        var parts: Parts = []
        if look.totalSpend != nil { parts.insert(.totalSpend) }
        if look.limit != .unknown { parts.insert(.knownLimit) }
        if look.limit.amount != nil { parts.insert(.limit) }
        if look.resetsAt != nil { parts.insert(.resetsAt) }
        if lastReset != nil { parts.insert(.lastReset) }
        if exhaustedSince != nil { parts.insert(.exhaustedSince) }
        if counter.source == .spend { parts.insert(.followsSpend) }
        if counter.source == .totalSpend { parts.insert(.followsTotalSpend) }
        if pattern != nil { parts.insert(.pattern) }
        if spendingDay != SpendingDay() { parts.insert(.spendingDay) }
        writer.write(parts.rawValue)
        writer.write(counter.value)
        writer.write(counter.base)
        writer.write(counter.figureAtBase)
        writer.write(look.spend)
        if let total = look.totalSpend { writer.write(total) }
        if let limit = look.limit.amount { writer.write(limit.amount) }
        for date in [look.resetsAt, lastReset, exhaustedSince].compactMap(\.self) { writer.write(date.unixSeconds) }
        writer.write(UInt64(counter.scheduledResets))
        writer.write(UInt64(counter.unscheduledResets))
        curve.write(to: &writer, clocks: clocks)
        gaps.write(to: &writer, clocks: clocks)
        pattern?.write(to: &writer, clocks: clocks)
        if parts.contains(.spendingDay) { writer.write(UInt64(spendingDay.bits)) }
    }

    init?(from reader: inout ByteReader, clocks: LedgerClocks) {
        guard let rawParts = reader.number(), rawParts <= Parts.all.rawValue else { return nil }
        let parts = Parts(rawValue: rawParts)
        func figure(_ part: Parts) -> Double?? { parts.contains(part) ? reader.double().map { .some($0) } : .some(nil) }
        guard let value = reader.double(), let base = reader.double(),
            let figureAtBase = reader.double(), let spend = reader.double(),
            let totalSpend = figure(.totalSpend), let limit = figure(.limit), let resetsAt = figure(.resetsAt),
            let lastReset = figure(.lastReset), let exhaustedSince = figure(.exhaustedSince),
            let scheduled = reader.number().flatMap(UInt32.init(exactly:)),
            let unscheduled = reader.number().flatMap(UInt32.init(exactly:)),
            let curve = SpendCurve(from: &reader, clocks: clocks), curve.last.counter == value,
            let gaps = WatchGaps(from: &reader, clocks: clocks)
        else { return nil }
        func past(_ date: Double?) -> Timestamp? { date.map { clocks.past(Timestamp(unixSeconds: $0)) } }
        let look = Look(
            spend: spend, totalSpend: totalSpend,
            limit: limit.map { .limited(USD($0)) } ?? (parts.contains(.knownLimit) ? .unlimited : .unknown),
            resetsAt: resetsAt.map(Timestamp.init(unixSeconds:)))
        let source: SpendCounter.Source? =
            parts.contains(.followsSpend) ? .spend : parts.contains(.followsTotalSpend) ? .totalSpend : nil
        let counter = SpendCounter(
            value: value, newest: look, scheduledResets: scheduled, unscheduledResets: unscheduled, source: source,
            base: base, figureAtBase: figureAtBase)
        guard counter.isSound, curve.first.counter >= 0 else { return nil }
        self.init(
            counter: counter, curve: curve, gaps: gaps, lastReset: past(lastReset), exhaustedSince: past(exhaustedSince)
        )
        if parts.contains(.pattern) {
            guard let pattern = SpendPattern(from: &reader, clocks: clocks) else { return nil }
            patterns = [pattern]
        }
        if parts.contains(.spendingDay) {
            guard let bits = reader.number().flatMap(UInt32.init(exactly:)) else { return nil }
            spendingDay = SpendingDay(bits: bits)
        }
    }
}

extension SpendCurve {
    fileprivate func write(to writer: inout ByteWriter, clocks: LedgerClocks) {
        writer.write(UInt64(corners.count))
        writer.write(word: UInt64(bitPattern: clocks.wall(first.time)))
        writer.write(first.counter)
        var time = first.time
        for point in corners + [last] {
            writer.write(UInt64(point.time - time))
            writer.write(point.counter)
            time = point.time
        }
    }

    fileprivate init?(from reader: inout ByteReader, clocks: LedgerClocks) {
        // A point takes nine bytes at least: a count that the bytes cannot hold is not allocated for.
        guard let count = reader.number(), count <= reader.remainingCount / 9, let word = reader.word(),
            let counter = reader.double()
        else { return nil }
        var wall = Microseconds(bitPattern: word)
        guard let time = clocks.time(wall: wall) else { return nil }
        let first = Point(time: time, counter: counter)
        var last = first
        var points: [Point] = []
        points.reserveCapacity(Int(count))
        for index in 0...count {
            guard let delta = reader.number().flatMap(Microseconds.init(exactly:)), let counter = reader.double() else {
                return nil
            }
            let (next, overflows) = wall.addingReportingOverflow(delta)
            guard !overflows, let time = clocks.time(wall: next), counter >= last.counter else { return nil }
            wall = next
            last = Point(time: time, counter: counter)
            if index < count { points.append(last) }
        }
        self.init(first: first, corners: points, last: last)
    }
}

extension WatchGaps {
    fileprivate func write(to writer: inout ByteWriter, clocks: LedgerClocks) {
        writer.write(UInt64(gaps.count))
        for gap in gaps {
            writer.write(word: UInt64(bitPattern: clocks.wall(gap.end)))
            writer.write(UInt64(gap.length))
        }
    }

    fileprivate init?(from reader: inout ByteReader, clocks: LedgerClocks) {
        guard let count = reader.number(), count <= reader.remainingCount / 9 else { return nil }
        var gaps: [Gap] = []
        for _ in 0..<count {
            guard let end = reader.word().flatMap({ clocks.time(wall: Microseconds(bitPattern: $0)) }),
                let length = reader.number().flatMap(Microseconds.init(exactly:))
            else { return nil }
            gaps.append(Gap(end: end, length: length))
        }
        self.init(gaps)
    }
}
