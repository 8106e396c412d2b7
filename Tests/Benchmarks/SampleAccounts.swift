import Budgets
import Polling
import Threading

/// Made-up teams and keys with aliases, limits and resets, in the order of their ids.
struct SampleAccounts: Sendable {
    static let time = Timestamp(unixSeconds: 1_760_000_000)

    private(set) var teams: [Account]
    private(set) var keys: [Account]

    init(teams teamCount: Int, keys keyCount: Int) {
        teams = (0..<teamCount).map { Self.team($0) }.sorted { $0.id < $1.id }
        keys = (0..<keyCount).map { Self.key($0, ofTeam: $0 % max(teamCount, 1)) }.sorted { $0.id < $1.id }
    }

    var all: [Account] { teams + keys }

    var report: Report {
        var report = Report(time: Self.time, uptime: Uptime(sinceOrigin: .zero))
        report.accounts = [.team: teams, .key: keys]
        report.aliasesOfTeams = Dictionary(uniqueKeysWithValues: teams.map { ($0.id, $0.identity.alias ?? "") })
        report.isReady = true
        report.proxyIsUp = true
        return report
    }

    /// Spends a little on some accounts of each kind, by their positions.
    mutating func spend(_ amount: USD, at positions: some Sequence<Int>) {
        for position in positions {
            if teams.indices.contains(position) { Self.charge(amount, to: &teams[position]) }
            if keys.indices.contains(position) { Self.charge(amount, to: &keys[position]) }
        }
    }

    private static func charge(_ amount: USD, to account: inout Account) {
        account.spend = (account.spend ?? 0) + amount
        if account.headroom != nil { account.headroom = account.remaining }
    }

    private static func team(_ number: Int) -> Account {
        let hex = Self.hex(number, salt: 1)
        let id = "\(hex.prefix(8))-\(hex.dropFirst(8).prefix(4))-4000-8000-\(hex.suffix(12))"
        var account = Account(
            id: .team(id), identity: Account.Identity(alias: "Team of platform \(number)", organizationID: "org-main"),
            budget: budget(number), spend: USD(Double(number % 997) * 0.123_456_789))
        account.memberCount = number % 7 + 1
        account.keyCount = number % 3
        account.isBlocked = number % 50 == 0
        return account
    }

    private static func key(_ number: Int, ofTeam team: Int) -> Account {
        let owner = Self.team(team)
        var account = Account(
            id: .key(hash: Self.hex(number, salt: 2) + Self.hex(number, salt: 3)),
            identity: Account.Identity(
                alias: "service-\(number)", teamID: owner.id.text, organizationID: "org-main", userID: "user-\(number)"),
            budget: budget(number), spend: USD(Double(number % 991) * 0.098_765_432_1))
        account.isBlocked = number % 40 == 0
        account.headroom = account.remaining
        if number % 10 == 0 { account.expiresAt = time + .seconds(86_400 * 30) }
        return account
    }

    /// One account in eight has no limit.
    private static func budget(_ number: Int) -> Budget {
        guard number % 8 != 0 else { return Budget(limit: .unlimited) }
        let limit = USD(Double([5, 10, 25, 50, 100, 250, 500][number % 7]))
        return Budget(
            limit: .limited(limit), softLimit: number % 5 == 0 ? USD(limit.amount * 0.8) : nil,
            duration: number % 3 == 0 ? "7d" : "30d", resetsAt: time + .seconds(3600 * (number % 700 + 1)))
    }

    /// 32 digits that look random and are the same each time (SplitMix64).
    private static func hex(_ number: Int, salt: UInt64) -> String {
        [UInt64(0), 1].map { half in
            var mixed = (UInt64(number) &* 2 &+ half &+ salt &* 1_000_003) &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            mixed ^= mixed >> 31
            let digits = String(mixed, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
