/// Flags, the counts, all numbers of four bytes, the running hour, the shares of the week.
extension SpendPattern {
    private struct Parts: OptionSet {
        let rawValue: UInt8
        static let running = Parts(rawValue: 1)
        static let runningIsSound = Parts(rawValue: 2)
        static let lastDeviation = Parts(rawValue: 4)
        static let exhaustsBeforeReset = Parts(rawValue: 8)
        static let all = Parts(rawValue: 15)
    }

    /// What is never below zero.
    private static let amounts: [any WritableKeyPath<SpendPattern, Float> & Sendable] = [
        \.spent, \.shares, \.expectedInLastHour, \.spentInLastHour, \.spentInHourBefore,
        \.deviations.squares, \.deviations.surprises, \.deviations.weight,
        \.hourRecord.older, \.hourRecord.dayBeforeYesterday, \.hourRecord.yesterday, \.hourRecord.today,
        \.threeHourRecord.older, \.threeHourRecord.dayBeforeYesterday, \.threeHourRecord.yesterday,
        \.threeHourRecord.today,
    ]

    /// One that is not could not be read again, and the whole ledger with it: it is learnt anew.
    var isFinite: Bool {
        Self.amounts.allSatisfy { self[keyPath: $0].isFinite } && deviations.products.isFinite
            && deviations.last?.isFinite != false
    }

    func write(to writer: inout ByteWriter, clocks: LedgerClocks) {
        var parts: Parts = []
        if let running {
            parts.insert(.running)
            if running.isSound { parts.insert(.runningIsSound) }
        }
        if deviations.last != nil { parts.insert(.lastDeviation) }
        if exhaustsBeforeReset { parts.insert(.exhaustsBeforeReset) }
        writer.write(byte: parts.rawValue)
        writer.write(UInt64(hoursLearnt))
        writer.write(UInt64(UInt32(bitPattern: day)))
        for path in Self.amounts { writer.write(self[keyPath: path]) }
        writer.write(deviations.products)
        if let last = deviations.last { writer.write(last) }
        if let running {
            writer.write(word: UInt64(bitPattern: Int64(running.number)))
            writer.write(word: UInt64(bitPattern: clocks.wall(running.start)))
            writer.write(running.counterAtStart)
        }
        for share in week.learnt {
            writer.write(byte: UInt8(truncatingIfNeeded: share.bits))
            writer.write(byte: UInt8(share.bits >> 8))
        }
    }

    init?(from reader: inout ByteReader, clocks: LedgerClocks) {
        guard let rawParts = reader.byte(), rawParts <= Parts.all.rawValue,
            let hoursLearnt = reader.number().flatMap(UInt32.init(exactly:)),
            let day = reader.number().flatMap(UInt32.init(exactly:))
        else { return nil }
        let parts = Parts(rawValue: rawParts)
        self.init()
        self.hoursLearnt = hoursLearnt
        self.day = Int32(bitPattern: day)
        exhaustsBeforeReset = parts.contains(.exhaustsBeforeReset)
        for path in Self.amounts {
            guard let amount = reader.float(), amount >= 0 else { return nil }
            self[keyPath: path] = amount
        }
        guard let products = reader.float() else { return nil }
        deviations.products = products
        if parts.contains(.lastDeviation) {
            guard let last = reader.float() else { return nil }
            deviations.last = last
        }
        if parts.contains(.running) {
            guard let running = RunningHour(from: &reader, clocks: clocks, isSound: parts.contains(.runningIsSound))
            else { return nil }
            self.running = running
        }
        var shares: [LearntShare] = []
        for _ in week.learnt {
            guard let low = reader.byte(), let high = reader.byte() else { return nil }
            shares.append(LearntShare(bits: UInt16(low) | UInt16(high) << 8))
        }
        guard let week = WeekShape(shares) else { return nil }
        self.week = week
    }
}

extension SpendPattern.RunningHour {
    fileprivate init?(from reader: inout ByteReader, clocks: LedgerClocks, isSound: Bool) {
        guard let number = reader.word().flatMap({ Int(exactly: Int64(bitPattern: $0)) }), number.magnitude < 1 << 50,
            let start = reader.word().flatMap({ clocks.time(wall: Microseconds(bitPattern: $0)) }),
            let counter = reader.double()
        else { return nil }
        self.init(number: number, start: start, counterAtStart: counter, isSound: isSound)
    }
}
