/// One team of the demo.
struct DemoTeam {
    /// nil gives an id as LiteLLM makes it.
    var id: String?
    let alias: String
    let costCentre: String
    /// nil is unlimited.
    let budget: Double?
    /// The part of the budget that is spent at the start; US dollars where there is none.
    let used: Double
    var duration: String? = "30d"
    var softBudget: Double?
    var isBlocked = false
    let memberCount: Int
    let keys: [DemoKey]

    /// The alias as a part of user ids.
    var slug: String { String(alias.lowercased().filter { ("a"..."z").contains($0) }.prefix(12)) }

    static let all = [
        DemoTeam(
            alias: "Customer support assistant", costCentre: "cc-410", budget: 5000, used: 0.62, memberCount: 14,
            keys: [
                DemoKey("support-chat-prod", perDay: 118, rhythm: .consumers),
                DemoKey("support-email-prod", perDay: 31, limit: 1200, used: 0.55, rhythm: .consumers),
                DemoKey("support-staging", perDay: 2.4, limit: 100, used: 0.37),
            ]),
        DemoTeam(
            alias: "Search relevance", costCentre: "cc-230", budget: 3000, used: 0.91, softBudget: 2400, memberCount: 8,
            keys: [
                DemoKey("search-reranker", perDay: 84, rhythm: .consumers),
                DemoKey("search-evaluation", perDay: 12, limit: 400, used: 0.68, rhythm: .nightlyJobs),
            ]),
        DemoTeam(
            alias: "Code review bot", costCentre: "cc-120", budget: 1500, used: 0.48, memberCount: 42,
            keys: [
                DemoKey("code-review-ci", perDay: 38, burstHours: [2, 30, 76]),
                DemoKey("code-review-ide", perDay: 11, limit: 350, used: 0.5),
                DemoKey("code-review-nightly", perDay: 4, rhythm: .nightlyJobs),
            ]),
        DemoTeam(
            id: "data-platform", alias: "Data platform", costCentre: "cc-200", budget: nil, used: 1841.37,
            duration: nil,
            memberCount: 11,
            keys: [
                DemoKey("warehouse-summaries", perDay: 46, rhythm: .nightlyJobs),
                DemoKey("warehouse-adhoc", perDay: 7.5),
                DemoKey("schema-documentation", perDay: 1.6, limit: 60, used: 0.83),
            ]),
        DemoTeam(
            alias: "Marketing copy", costCentre: "cc-520", budget: 400, used: 1.0043, memberCount: 6,
            keys: [
                DemoKey("marketing-blog", perDay: 16),
                DemoKey("marketing-ads", perDay: 9),
            ]),
        DemoTeam(
            alias: "Growth", costCentre: "cc-530", budget: 250, used: 0.966, memberCount: 5,
            keys: [
                DemoKey("growth-experiments", perDay: 8.8),
                DemoKey("growth-onboarding", perDay: 3.1, rhythm: .consumers),
            ]),
        DemoTeam(
            alias: "Legal review", costCentre: "cc-610", budget: 200, used: 0.34, softBudget: 150, memberCount: 4,
            keys: [
                DemoKey("contract-extraction", perDay: 5.2),
                DemoKey("contract-comparison", perDay: 2.2, limit: 50, used: 0.71),
            ]),
        DemoTeam(
            alias: "Internal tools \"λ-lab\" 🧪", costCentre: "cc-110", budget: 60, used: 0.57, duration: "7d",
            memberCount: 3,
            keys: [
                DemoKey("lab-agents", perDay: 6.4, burstHours: [5, 52]),
                DemoKey("lab-embeddings", perDay: 1.2),
            ]),
        DemoTeam(
            alias: "Sales enablement", costCentre: "cc-540", budget: 750, used: 0.29, memberCount: 21,
            keys: [
                DemoKey("sales-call-notes", perDay: 15),
                DemoKey("sales-proposals", perDay: 6.5, limit: 250, used: 0.22),
                DemoKey("sales-crm-sync", perDay: 2.8, rhythm: .nightlyJobs),
            ]),
        DemoTeam(
            alias: "Quality assurance", costCentre: "cc-130", budget: 5, used: 0.44, duration: "1d", memberCount: 9,
            keys: [
                DemoKey("qa-regression", perDay: 3.9, rhythm: .nightlyJobs),
                DemoKey("qa-screenshots", perDay: 0.7),
            ]),
        DemoTeam(
            alias: "Contractors 2025", costCentre: "cc-900", budget: 100, used: 0.72, isBlocked: true, memberCount: 2,
            keys: [
                DemoKey("contractors-shared", perDay: 4, limit: 80, used: 0.9, expiresInDays: -3)
            ]),
        DemoTeam(
            alias: "Translation", costCentre: "cc-550", budget: 900, used: 0.53, memberCount: 7,
            keys: [
                DemoKey("translation-docs", perDay: 19),
                DemoKey("translation-ui", perDay: 5.5, limit: 200, used: 0.46),
                DemoKey("translation-realtime", perDay: 7, rhythm: .consumers),
            ]),
    ]
}
