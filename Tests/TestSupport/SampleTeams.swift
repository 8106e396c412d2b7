package import Budgets
package import Threading

/// Made-up teams, the same at every run, in which each mark and each kind of name comes up.
package enum SampleTeams {
    /// 2026-11-21T12:00:00Z, a Saturday.
    package static let now = Timestamp(unixSeconds: 1_795_262_400)

    package static func team(
        _ alias: String?, id: String, spend: Double?, limit: Budget.Limit, soft: Double? = nil,
        resetsIn: Duration? = .seconds(9 * 86_400 + 43_200), duration: String? = "30d", isBlocked: Bool = false,
        recent: Recent? = nil
    ) -> Account {
        var team = Account(
            id: .team(id), identity: Account.Identity(alias: alias),
            budget: Budget(
                limit: limit, softLimit: soft.map { USD($0) }, duration: resetsIn == nil ? nil : duration,
                resetsAt: resetsIn.map { now + $0 }),
            spend: spend.map { USD($0) })
        team.isBlocked = isBlocked
        team.history = recent?.history(of: team)
        return team
    }

    /// What was spent in the last five minutes, hour and day, and what a pattern expects of an average day; nil where a window
    /// was not watched for long enough.
    package struct Recent {
        package var minutes: Double?
        package var hour: Double?
        package var day: Double?
        package var pattern: Double?

        package init(minutes: Double? = nil, hour: Double? = nil, day: Double? = nil, pattern: Double? = nil) {
            self.minutes = minutes
            self.hour = hour
            self.day = day
            self.pattern = pattern
        }

        /// An account that goes on like that, and where it leads.
        func history(of team: Account) -> AccountHistory {
            let seenAt = now - .seconds(12)
            let spans = [("5m", minutes, 300.0), ("1h", hour, 3600), ("1d", day, 86_400), ("pattern", pattern, 86_400)]
            let outlooks = spans.compactMap { label, spent, span -> Outlook? in
                guard let spent else { return nil }
                var outlook = Outlook(
                    window: SpendWindow(label: label, duration: .seconds(span)), ratePerSecond: USD(spent / span))
                let reset = team.budget.resetsAt.flatMap { now - $0 > .seconds(900) ? nil : $0 }
                if let remaining = team.remaining, remaining > 0 {
                    let end = spent > 0 ? seenAt + .seconds(remaining.amount / spent * span) : nil
                    outlook.exhaustsAt = end.flatMap { $0 - now > .seconds(366 * 86_400) ? nil : $0 }
                    outlook.exhaustsBeforeReset =
                        outlook.exhaustsAt.map { end in reset.map { end < $0 } ?? true } ?? false
                }
                if let spend = team.spend, let reset, reset > now {
                    outlook.projectedSpend = USD(spend.amount + spent / span * (reset - seenAt).seconds)
                }
                return outlook
            }
            return AccountHistory(
                spendTotal: (team.spend ?? 0) + 1000,
                periodStart: team.budget.resetsAt.map { $0 - .seconds(30 * 86_400) },
                exhaustedSince: team.isExhausted == true ? now - .seconds(7200) : nil, outlooks: outlooks)
        }
    }

    /// An id as LiteLLM makes them, from a number.
    package static func id(_ number: Int) -> String {
        var state = UInt64(truncatingIfNeeded: number) &+ 0x9E37_79B9_7F4A_7C15
        func digits(_ count: Int) -> String {
            state = (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9 &+ 1
            let text = String(state >> 16, radix: 16)
            return String((String(repeating: "0", count: 12) + text).suffix(count))
        }
        return [8, 4, 4, 4, 12].map(digits).joined(separator: "-")
    }

    package static let three: [Account] = [
        team("Research", id: id(1), spend: 112.5, limit: .limited(100), soft: 80, recent: Recent(hour: 0, day: 3.75)),
        team(
            "Customer support assistant", id: id(2), spend: 3100, limit: .limited(5000),
            recent: Recent(minutes: 1, hour: 12, day: 240)),
        team(
            "Data platform", id: "data-platform", spend: 1841.37, limit: .unlimited, resetsIn: nil,
            recent: Recent(day: 61.4)),
    ]

    /// One team for each thing that can be odd, and twenty that are not.
    package static let forty: [Account] = odd + (0..<40 - odd.count).map(ordinary)

    package static let threeThousand: [Account] = odd + (0..<3000 - odd.count).map(ordinary)

    private static let odd = [
        team("Marketing copy", id: id(10), spend: 401.72, limit: .limited(400), recent: Recent(hour: 0, day: 13.39)),
        team(
            "Search relevance", id: id(11), spend: 2730, limit: .limited(3000), soft: 2400,
            recent: Recent(hour: 0, day: 45)),
        team(
            "Legal review", id: id(12), spend: 68, limit: .limited(200), soft: 150,
            recent: Recent(minutes: 3.4, hour: 40, day: 60)),
        team("Contractors 2025", id: id(13), spend: 72, limit: .limited(100), isBlocked: true, recent: Recent(day: 20)),
        team("Contractors 2024", id: id(14), spend: 131.4, limit: .limited(100), soft: 50, isBlocked: true),
        team("Parked", id: id(15), spend: 0, limit: .limited(0), resetsIn: nil),
        team(
            "Growth", id: "0d5c61a4-9c37-4a4e-8c4c-1f6ce1a4e2b5", spend: 241.5, limit: .limited(250),
            recent: Recent(hour: 0.02, day: 0.5)),
        team("Growth", id: "0d5c61f0-77aa-4be1-9a0b-3c2d1e0f4a5b", spend: 12, limit: .limited(250)),
        team(
            "A team whose name somebody made far too long to be read, europe", id: id(18), spend: 3, limit: .limited(9)),
        team("A team whose name somebody made far too long to be read, asia", id: id(19), spend: 2, limit: .limited(9)),
        team(
            "研究開発チーム", id: id(20), spend: 54, limit: .limited(60), resetsIn: .seconds(150_000), duration: "7d",
            recent: Recent(hour: 0.5)),
        team(
            "צוות המחקר", id: id(21), spend: 17.25, limit: .limited(25), resetsIn: .seconds(7199), duration: "1d",
            recent: Recent(hour: 0.4, day: 10)),
        team(
            "Zürich e\u{301}quipe 🧪", id: id(22), spend: 0.0004, limit: .limited(5), resetsIn: .seconds(45),
            recent: Recent(day: 0.0004)),
        team("\u{1B}[31mred\u{1B}[0m\r\nherring\u{202E}", id: id(23), spend: 1, limit: .limited(8)),
        team(
            nil, id: "team-without-alias", spend: 1_234_567.891, limit: .limited(2_000_000), recent: Recent(day: 41_152)
        ),
        team("Late", id: id(25), spend: 9.5, limit: .limited(10), resetsIn: .seconds(-7200), recent: Recent(day: 0.1)),
        team("Due", id: id(26), spend: 4, limit: .limited(10), resetsIn: .seconds(-60)),
        team("Refunded", id: id(27), spend: -3.5, limit: .limited(10), recent: Recent(hour: 0, day: 0)),
        team("Spend not told", id: id(28), spend: nil, limit: .limited(10)),
        team("Limit not told", id: id(29), spend: 7, limit: .unknown, resetsIn: nil),
        team(
            "Data platform", id: "data-platform", spend: 1841.37, limit: .unlimited, resetsIn: nil,
            recent: Recent(day: 61.4)),
        team("Sandbox", id: id(31), spend: 0.62, limit: .unlimited, resetsIn: nil, isBlocked: true),
        team(
            "All but used up", id: id(32), spend: 9.9999, limit: .limited(10),
            recent: Recent(minutes: 0.01, hour: 0.12, day: 3)),
        team("Far beyond", id: id(33), spend: 55, limit: .limited(0.5)),
    ]

    private static func ordinary(_ number: Int) -> Account {
        let limits = [5.0, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000]
        let limit = limits[number * 7 % limits.count]
        // Denser below: most teams are far from their limits.
        let share = Double(number * 37 % 1009) / 1009
        return team(
            "team-\(number)", id: id(1000 + number), spend: limit * share * share * 1.03,
            limit: number % 9 == 8 ? .unlimited : .limited(USD(limit)), soft: number % 5 == 0 ? limit * 0.8 : nil,
            resetsIn: .seconds(number % 3 == 0 ? 43_200 : 820_000), duration: number % 3 == 0 ? "1d" : "30d",
            isBlocked: number % 50 == 49, recent: recent(number, spend: limit * share * share))
    }

    /// Every seventh team is new; of the others half have spent nothing in the last hour, and a third has a pattern.
    private static func recent(_ number: Int, spend: Double) -> Recent? {
        guard number % 7 != 0 else { return nil }
        let day = spend * Double(number * 13 % 29) / 290
        return Recent(hour: number % 2 == 0 ? 0 : day / 9, day: day, pattern: number % 3 == 1 ? day * 0.7 : nil)
    }
}
