import Budgets
import Exposition
import Testing
import Threading

@testable import Catalogue

/// A page that is made from the last one is the same as one made anew, and only what changed is made anew.
@Suite struct TakingOverTests {
    @Test("whatever changes, a page made from the last one is the same as one made anew", arguments: 0..<16)
    func isTheSamePage(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var configuration = Renderer.Configuration()
        configuration.keyHashLength = 16 + random.next(below: 2) * 48
        // So few digits that hashes often begin alike.
        configuration.userHashLength = 1
        try configuration.showMetadata(["cost"])
        var accounts = Dictionary(
            uniqueKeysWithValues: (0..<200 + random.next(below: 600)).map { number in
                let new = Self.randomAccount(number, &random)
                return (new.id, new)
            })
        let renderer = Renderer(configuration)
        var last: Rendering?
        for round in 0..<8 {
            for _ in 0..<random.next(below: 8) { Self.change(&accounts, &random) }
            let report = report(Array(accounts.values), seconds: Double(round) * 20)
            let rendering = await renderer.render(report, process: nil, after: last)
            let fresh = await renderer.render(report, process: nil, after: nil)
            for format in ExpositionFormat.allCases {
                for encoding in ContentEncoding.allCases {
                    // Compared outside, as a difference of long arrays takes for ever to describe.
                    let isSame =
                        rendering.exposition.body(format, encoding).bytes
                        == fresh.exposition.body(format, encoding).bytes
                    #expect(isSame, "\(format), \(encoding), round \(round)")
                }
            }
            if round == 7 { try expectStrict(rendering) }
            last = rendering
        }
    }

    /// An account of any kind; the same number is the same account.
    private static func randomAccount(_ number: Int, _ random: inout SeededGenerator) -> Account {
        let user = number % 3 == 0 ? "person-\(number)@example.com" : "user-\(number)"
        let id: AccountID =
            switch number % 12 {
            case 0, 1, 2: .team("team-\(number)")
            case 3, 4, 5: .key(hash: hash("a").dropLast(4) + String(1000 + number))
            case 6, 7: .teamMember(team: "team-\(number / 100 * 12)", user: user)
            case 8, 9: .user(user)
            case 10: number % 24 == 10 ? .organization("org-\(number)") : .customer(user)
            default: number == 11 ? .proxy : .provider("provider-\(number)")
            }
        var account = Account(
            id: id, budget: Budget(limit: number % 5 == 0 ? .unlimited : .limited(10)), spend: USD(Double(number)))
        if id.kind == .key { account.identity.teamID = "team-\(number / 100 * 12)" }
        for _ in 0..<random.next(below: 3) { change(&account, &random) }
        return account
    }

    private static func change(_ accounts: inout [AccountID: Account], _ random: inout SeededGenerator) {
        // In an order that the seed decides.
        let ids = accounts.keys.sorted()
        switch random.next(below: 8) {
        case 0:
            let new = randomAccount(1000 + random.next(below: 1000), &random)
            accounts[new.id] = new
        case 1 where !ids.isEmpty:
            accounts[random.element(of: ids)] = nil
        case _ where !ids.isEmpty:
            let id = random.element(of: ids)
            accounts[id].map { account in
                var account = account
                change(&account, &random)
                accounts[id] = account
            }
        default: break
        }
    }

    private static func change(_ account: inout Account, _ random: inout SeededGenerator) {
        let amount = USD(Double(random.next(below: 1000)) / 100)
        // Two names are the same to a Swift string and different on the page.
        let name = random.element(of: ["a", "b", "\u{E9}", "e\u{301}", "@", "x\ny"])
        switch random.next(below: 12) {
        case 0: account.identity.alias = name
        case 1: account.budget.limit = random.element(of: [.unlimited, .unknown, .limited(amount)])
        case 2: account.isBlocked = random.next(below: 2) == 0
        case 3: account.budget.resetsAt = Timestamp(unixSeconds: 1.8e9 + amount.amount)
        case 4: account.headroom = amount
        case 5: account.modelBudgets = [ModelBudget(model: name, limit: amount, spend: amount)]
        case 6: account.modelBudgets.append(ModelBudget(model: name, limit: amount))
        case 7: account.windows = [BudgetWindow(duration: name, limit: amount, resetsAt: noon, spend: amount)]
        case 8: account.windows = []
        case 9: account.identity.metadata = ["cost": name]
        case 10: account.budget.duration = name
        default: account.spend = amount
        }
    }

    @Test("labels that only differ in how a letter is composed are not taken over")
    func comparesBytes() async throws {
        var team = account(.team("t"), alias: "\u{E9}")
        team.modelBudgets = [ModelBudget(model: "\u{E9}", limit: 1)]
        team.windows = [BudgetWindow(duration: "\u{E9}", limit: 1)]
        let first = await Renderer().render(report([team]), process: nil, after: nil)
        team.identity.alias = "e\u{301}"
        team.modelBudgets = [ModelBudget(model: "e\u{301}", limit: 1)]
        team.windows = [BudgetWindow(duration: "e\u{301}", limit: 1)]
        let second = await Renderer().render(report([team]), process: nil, after: first)
        #expect(page(first).utf8.count { $0 == 0xC3 } > 2)
        #expect(page(second).utf8.count { $0 == 0xC3 } == 0)
    }

    @Test("what has changed is told apart, so that no family is rendered anew for what it does not read")
    func tellsAspectsApart() {
        let old = account(.key(hash: hash("a")))
        func aspects(_ change: (inout Account) -> Void) -> Aspects {
            var new = old
            change(&new)
            return Aspects(between: old, and: new)
        }
        #expect(aspects { _ in } == [])
        #expect(aspects { $0.spend = 2 } == .spend)
        #expect(aspects { $0.budget.softLimit = 2 } == .budget)
        #expect(aspects { $0.headroom = 2 } == .headroom)
        #expect(aspects { $0.modelBudgets = [ModelBudget(model: "m", limit: 1)] } == .modelBudgets)
        #expect(aspects { $0.windows = [BudgetWindow(duration: "1d", limit: 1)] } == .windows)
        #expect(aspects { $0.isBlocked = true } == .settings)
        #expect(
            KeyFamilies.all.filter { $0.reads.contains(.headroom) }.map(\.family.name) == ["litellm_key_headroom_usd"])
    }

    @Test("a team's new alias ends the old series of its keys and members in the same page")
    func followsTheTeam() async throws {
        let others = [key(hash("a"), team: "t"), account(.teamMember(team: "t", user: "u"))]
        let first = await Renderer().render(
            report(others + [account(.team("t"), alias: "old")]), process: nil, after: nil)
        let second = await Renderer().render(
            report(others + [account(.team("t"), alias: "new")]), process: nil, after: first)
        #expect(!page(second).contains("old"))
        #expect(page(second).contains(#"litellm_team_member_info{team_id="t",team_alias="new",user_id="u""#))
        #expect(page(second).contains(#"team_id="t",team_alias="new",user_id="",organization_id"#))
    }
}
