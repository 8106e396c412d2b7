import Budgets
import Exposition
import Polling
import TestSupport
import Testing
import Threading

@testable import Catalogue

/// Noon of a day in November.
let noon = Timestamp(unixSeconds: 1_795_219_200)

/// A report of these accounts, in the order of their ids as polling gives them.
func report(_ accounts: [Account], seconds: Double = 0) -> Report {
    var report = Report(time: Timestamp(unixSeconds: noon.unixSeconds + seconds), uptime: Uptime(sinceOrigin: .zero))
    report.accounts = Dictionary(grouping: accounts.sorted { $0.id < $1.id }, by: \.id.kind)
    for team in accounts where team.id.kind == .team { report.aliasesOfTeams[team.id] = team.identity.alias }
    return report
}

func page(_ rendering: Rendering, _ format: ExpositionFormat = .text004) -> String {
    String(decoding: rendering.exposition.body(format, .identity).bytes, as: UTF8.self)
}

/// The sample lines about accounts.
func samples(_ rendering: Rendering) -> [String] {
    page(rendering).split(separator: "\n").map(String.init).filter {
        !$0.hasPrefix("#") && !$0.hasPrefix("litellm_up") && !$0.hasPrefix("litellm_budget_exporter_")
    }
}

/// The sample lines about accounts on a page that a strict parser has read in every format.
func samples(_ accounts: [Account], _ configuration: Renderer.Configuration = .init()) async throws -> [String] {
    let rendering = await Renderer(configuration).render(report(accounts), process: nil, after: nil)
    try expectStrict(rendering)
    return samples(rendering)
}

/// Reads every format of a page as strictly as can be; equal series are refused, byte for byte.
func expectStrict(_ rendering: Rendering) throws {
    for format in ExpositionFormat.allCases {
        _ = try StrictExpositionParser.parse(
            rendering.exposition.body(format, .identity).bytes,
            as: format == .openMetrics100 ? .openMetrics100 : .text004)
    }
}

/// The values of a label in the lines of a family, in the order of the page.
func values(of label: String, in family: String, _ lines: [String]) -> [String] {
    lines.filter { $0.hasPrefix(family + "{") }.compactMap { line in
        line.firstRange(of: "\(label)=\"").map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
    }
}

/// The hash of a key: 16 digits, then 48.
func hash(_ digit: Character, _ rest: Character = "0") -> String {
    String(repeating: digit, count: 16) + String(repeating: rest, count: 48)
}

func key(_ hash: String, limit: Budget.Limit = .limited(1), spend: USD? = 0, team: String? = nil) -> Account {
    Account(id: .key(hash: hash), identity: Account.Identity(teamID: team), budget: Budget(limit: limit), spend: spend)
}

/// An account without a limit of which only the id matters.
func account(_ id: AccountID, alias: String? = nil) -> Account {
    Account(id: id, identity: Account.Identity(alias: alias), budget: Budget(limit: .unlimited), spend: 1)
}

/// A generator whose sequence a seed decides, so that a failure can be seen again.
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next(below bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(max(bound, 1)))
    }

    mutating func element<Element>(of elements: [Element]) -> Element {
        elements[next(below: elements.count)]
    }
}
