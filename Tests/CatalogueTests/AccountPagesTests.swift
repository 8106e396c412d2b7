import Budgets
import Testing
import Threading

@testable import Catalogue

/// What an account that has everything its kind can have looks like on the page, and one that has nothing.
@Suite struct AccountPagesTests {
    private static let halfPastOne = Timestamp(unixSeconds: noon.unixSeconds + 5400)

    /// An account with a number in each field, so that what a kind cannot have would show.
    private static func full(_ id: AccountID, alias: String? = nil) -> Account {
        var account = Account(
            id: id,
            identity: Account.Identity(alias: alias, organizationID: "org", userID: "u", metadata: ["cost": "7"]),
            budget: Budget(limit: .limited(10), softLimit: 8, duration: "30d", resetsAt: halfPastOne), spend: 4)
        account.modelBudgets = [
            ModelBudget(model: "gpt-4", limit: 3, spend: 1.25), ModelBudget(model: "o \"1\"", limit: 0),
        ]
        account.windows = [
            BudgetWindow(duration: "1d", limit: 2, resetsAt: halfPastOne, spend: 0.5),
            BudgetWindow(duration: "7d", limit: 9),
        ]
        account.headroom = -1.5
        account.isBlocked = false
        account.tokensPerMinuteLimit = 1000
        account.requestsPerMinuteLimit = 10
        account.expiresAt = Timestamp(unixSeconds: 2_000_000_000)
        account.memberCount = 3
        account.keyCount = 4
        return account
    }

    private static let metadata: Renderer.Configuration = {
        var configuration = Renderer.Configuration()
        try? configuration.showMetadata(["cost"])
        return configuration
    }()

    @Test("the proxy")
    func proxy() async throws {
        #expect(
            try await samples([Self.full(.proxy)], Self.metadata) == [
                #"litellm_proxy_info{budget_duration="30d"} 1"#,
                "litellm_proxy_budget_spend_usd 4",
                "litellm_proxy_budget_limit_usd 10",
                "litellm_proxy_budget_remaining_usd 6",
                "litellm_proxy_budget_used_ratio 0.4",
                "litellm_proxy_budget_exhausted 0",
                "litellm_proxy_budget_reset_timestamp_seconds 1795224600",
            ])
    }

    @Test("a team")
    func team() async throws {
        let labels = #"team_id="t",team_alias="Team""#
        #expect(
            try await samples([Self.full(.team("t"), alias: "Team")], Self.metadata) == [
                #"litellm_team_info{\#(labels),organization_id="org",budget_duration="30d",metadata_cost="7"} 1"#,
                "litellm_team_budget_spend_usd{\(labels)} 4",
                "litellm_team_budget_limit_usd{\(labels)} 10",
                "litellm_team_budget_remaining_usd{\(labels)} 6",
                "litellm_team_budget_used_ratio{\(labels)} 0.4",
                "litellm_team_budget_exhausted{\(labels)} 0",
                "litellm_team_budget_soft_limit_usd{\(labels)} 8",
                "litellm_team_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_team_blocked{\(labels)} 0",
                "litellm_team_tokens_per_minute_limit{\(labels)} 1000",
                "litellm_team_requests_per_minute_limit{\(labels)} 10",
                "litellm_team_members{\(labels)} 3",
                "litellm_team_keys{\(labels)} 4",
                #"litellm_team_model_budget_limit_usd{\#(labels),model="gpt-4"} 3"#,
                #"litellm_team_model_budget_limit_usd{\#(labels),model="o \"1\""} 0"#,
                #"litellm_team_model_budget_spend_usd{\#(labels),model="gpt-4"} 1.25"#,
                #"litellm_team_window_budget_limit_usd{\#(labels),budget_duration="1d"} 2"#,
                #"litellm_team_window_budget_limit_usd{\#(labels),budget_duration="7d"} 9"#,
                #"litellm_team_window_budget_reset_timestamp_seconds{\#(labels),budget_duration="1d"} 1795224600"#,
                "litellm_remaining_team_budget_metric{\(labels)} 6",
                "litellm_team_max_budget_metric{\(labels)} 10",
                "litellm_team_budget_remaining_hours_metric{\(labels)} 1.5",
            ])
    }

    @Test("a key")
    func key() async throws {
        let own = #"hashed_api_key="\#(hash("a"))",api_key_alias="Key""#
        let labels = own + #",team_id="""#
        #expect(
            try await samples([Self.full(.key(hash: hash("a")), alias: "Key")], Self.metadata) == [
                #"litellm_key_info{\#(labels),team_alias="",user_id="u",organization_id="org",budget_duration="30d","#
                    + #"metadata_cost="7"} 1"#,
                "litellm_key_budget_spend_usd{\(labels)} 4",
                "litellm_key_budget_limit_usd{\(labels)} 10",
                "litellm_key_budget_remaining_usd{\(labels)} 6",
                "litellm_key_budget_used_ratio{\(labels)} 0.4",
                "litellm_key_budget_exhausted{\(labels)} 0",
                "litellm_key_budget_soft_limit_usd{\(labels)} 8",
                "litellm_key_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_key_blocked{\(labels)} 0",
                "litellm_key_tokens_per_minute_limit{\(labels)} 1000",
                "litellm_key_requests_per_minute_limit{\(labels)} 10",
                "litellm_key_expires_timestamp_seconds{\(labels)} 2000000000",
                "litellm_key_headroom_usd{\(labels)} -1.5",
                #"litellm_key_model_budget_limit_usd{\#(labels),model="gpt-4"} 3"#,
                #"litellm_key_model_budget_limit_usd{\#(labels),model="o \"1\""} 0"#,
                #"litellm_key_model_budget_spend_usd{\#(labels),model="gpt-4"} 1.25"#,
                #"litellm_key_window_budget_limit_usd{\#(labels),budget_duration="1d"} 2"#,
                #"litellm_key_window_budget_limit_usd{\#(labels),budget_duration="7d"} 9"#,
                #"litellm_key_window_budget_reset_timestamp_seconds{\#(labels),budget_duration="1d"} 1795224600"#,
                #"litellm_key_window_budget_spend_usd{\#(labels),budget_duration="1d"} 0.5"#,
                "litellm_remaining_api_key_budget_metric{\(own)} 6",
                "litellm_api_key_max_budget_metric{\(own)} 10",
                "litellm_api_key_budget_remaining_hours_metric{\(own)} 1.5",
            ])
    }

    @Test("a member of a team, with the alias of the team")
    func teamMember() async throws {
        let labels = #"team_id="t",team_alias="Team",user_id="u""#
        let lines = try await samples(
            [account(.team("t"), alias: "Team"), Self.full(.teamMember(team: "t", user: "u"))], Self.metadata)
        #expect(
            lines.filter { $0.contains("member_") } == [
                #"litellm_team_member_info{\#(labels),budget_duration="30d"} 1"#,
                "litellm_team_member_budget_spend_usd{\(labels)} 4",
                "litellm_team_member_budget_limit_usd{\(labels)} 10",
                "litellm_team_member_budget_remaining_usd{\(labels)} 6",
                "litellm_team_member_budget_used_ratio{\(labels)} 0.4",
                "litellm_team_member_budget_exhausted{\(labels)} 0",
                "litellm_team_member_budget_soft_limit_usd{\(labels)} 8",
                "litellm_team_member_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_team_member_tokens_per_minute_limit{\(labels)} 1000",
                "litellm_team_member_requests_per_minute_limit{\(labels)} 10",
            ])
    }

    @Test("a user")
    func user() async throws {
        let labels = #"user_id="u""#
        #expect(
            try await samples([Self.full(.user("u"), alias: "A Person")], Self.metadata) == [
                #"litellm_user_info{\#(labels),budget_duration="30d",metadata_cost="7"} 1"#,
                "litellm_user_budget_spend_usd{\(labels)} 4",
                "litellm_user_budget_limit_usd{\(labels)} 10",
                "litellm_user_budget_remaining_usd{\(labels)} 6",
                "litellm_user_budget_used_ratio{\(labels)} 0.4",
                "litellm_user_budget_exhausted{\(labels)} 0",
                "litellm_user_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_user_tokens_per_minute_limit{\(labels)} 1000",
                "litellm_user_requests_per_minute_limit{\(labels)} 10",
                #"litellm_user_model_budget_limit_usd{\#(labels),model="gpt-4"} 3"#,
                #"litellm_user_model_budget_limit_usd{\#(labels),model="o \"1\""} 0"#,
                #"litellm_user_model_budget_spend_usd{\#(labels),model="gpt-4"} 1.25"#,
                #"litellm_remaining_user_budget_metric{user="u"} 6"#,
                #"litellm_user_max_budget_metric{user="u"} 10"#,
                #"litellm_user_budget_remaining_hours_metric{user="u"} 1.5"#,
            ])
    }

    @Test("an organisation")
    func organization() async throws {
        let labels = #"organization_id="o",organization_alias="Org""#
        let litellm = #"org_id="o",org_alias="Org""#
        #expect(
            try await samples([Self.full(.organization("o"), alias: "Org")], Self.metadata) == [
                #"litellm_organization_info{\#(labels),budget_duration="30d",metadata_cost="7"} 1"#,
                "litellm_organization_budget_spend_usd{\(labels)} 4",
                "litellm_organization_budget_limit_usd{\(labels)} 10",
                "litellm_organization_budget_remaining_usd{\(labels)} 6",
                "litellm_organization_budget_used_ratio{\(labels)} 0.4",
                "litellm_organization_budget_exhausted{\(labels)} 0",
                "litellm_organization_budget_soft_limit_usd{\(labels)} 8",
                "litellm_organization_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_organization_tokens_per_minute_limit{\(labels)} 1000",
                "litellm_organization_requests_per_minute_limit{\(labels)} 10",
                "litellm_remaining_org_budget_metric{\(litellm)} 6",
                "litellm_org_max_budget_metric{\(litellm)} 10",
                "litellm_org_budget_remaining_hours_metric{\(litellm)} 1.5",
            ])
    }

    @Test("a customer")
    func customer() async throws {
        let labels = #"end_user="c""#
        #expect(
            try await samples([Self.full(.customer("c"), alias: "A Customer")], Self.metadata) == [
                #"litellm_customer_info{\#(labels),budget_duration="30d"} 1"#,
                "litellm_customer_budget_spend_usd{\(labels)} 4",
                "litellm_customer_budget_limit_usd{\(labels)} 10",
                "litellm_customer_budget_remaining_usd{\(labels)} 6",
                "litellm_customer_budget_used_ratio{\(labels)} 0.4",
                "litellm_customer_budget_exhausted{\(labels)} 0",
                "litellm_customer_budget_soft_limit_usd{\(labels)} 8",
                "litellm_customer_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_customer_blocked{\(labels)} 0",
                "litellm_customer_tokens_per_minute_limit{\(labels)} 1000",
                "litellm_customer_requests_per_minute_limit{\(labels)} 10",
                "litellm_remaining_customer_budget_metric{\(labels)} 6",
                "litellm_customer_max_budget_metric{\(labels)} 10",
                "litellm_customer_budget_remaining_hours_metric{\(labels)} 1.5",
            ])
    }

    @Test("a provider")
    func provider() async throws {
        let labels = #"api_provider="openai""#
        #expect(
            try await samples([Self.full(.provider("openai"))], Self.metadata) == [
                #"litellm_provider_info{\#(labels),budget_duration="30d"} 1"#,
                "litellm_provider_budget_spend_usd{\(labels)} 4",
                "litellm_provider_budget_limit_usd{\(labels)} 10",
                "litellm_provider_budget_remaining_usd{\(labels)} 6",
                "litellm_provider_budget_used_ratio{\(labels)} 0.4",
                "litellm_provider_budget_exhausted{\(labels)} 0",
                "litellm_provider_budget_reset_timestamp_seconds{\(labels)} 1795224600",
                "litellm_provider_remaining_budget_metric{\(labels)} 6",
            ])
    }

    @Test(
        "without a limit, accounts of kinds that have many have few families",
        arguments: [
            (
                AccountID.key(hash: hash("a")),
                [
                    "key_info", "key_budget_spend_usd", "key_blocked", "key_expires_timestamp_seconds",
                    "key_headroom_usd",
                ]
                    + ["key_model_budget_limit_usd", "key_model_budget_spend_usd"]
                    + ["remaining_api_key_budget_metric"]
            ),
            (.teamMember(team: "t", user: "x"), ["team_member_info", "team_member_budget_spend_usd"]),
            (
                .user("x"),
                ["user_info", "user_budget_spend_usd", "user_model_budget_limit_usd", "user_model_budget_spend_usd"]
                    + ["remaining_user_budget_metric"]
            ),
            (
                .customer("x"),
                ["customer_info", "customer_budget_spend_usd", "customer_blocked", "remaining_customer_budget_metric"]
            ),
            (
                .organization("x"),
                ["organization_info", "organization_budget_spend_usd", "organization_budget_soft_limit_usd"]
                    + ["organization_budget_reset_timestamp_seconds", "organization_tokens_per_minute_limit"]
                    + ["organization_requests_per_minute_limit", "remaining_org_budget_metric"]
            ),
        ])
    func unlimited(id: AccountID, families: [String]) async throws {
        var unlimited = Self.full(id)
        unlimited.budget.limit = .unlimited
        unlimited.windows = []
        let names = try await samples([unlimited]).compactMap { $0.split { $0 == "{" || $0 == " " }.first }
        #expect(Set(names.map { $0.dropFirst("litellm_".count) }) == Set(families.map { $0[...] }))
    }

    @Test("+Inf stands under LiteLLM's own name only where nothing bounds the account")
    func infinity() async throws {
        var bounded = account(.team("b"))
        bounded.windows = [BudgetWindow(duration: "1d", limit: 1)]
        let unknown = Account(id: .team("c"), budget: Budget(limit: .unknown), spend: 1)
        let lines = try await samples([
            account(.team("a")), bounded, unknown, account(.user("u")), account(.organization("o")),
            account(.customer("c")), account(.provider("p")),
        ])
        #expect(
            lines.filter { $0.hasSuffix("+Inf") } == [
                #"litellm_remaining_team_budget_metric{team_id="a",team_alias=""} +Inf"#,
                #"litellm_remaining_user_budget_metric{user="u"} +Inf"#,
                #"litellm_remaining_org_budget_metric{org_id="o",org_alias=""} +Inf"#,
                #"litellm_remaining_customer_budget_metric{end_user="c"} +Inf"#,
                #"litellm_provider_remaining_budget_metric{api_provider="p"} +Inf"#,
            ])
        #expect(!lines.contains { $0.contains("_metric{team_id=\"b\"") || $0.contains("_metric{team_id=\"c\"") })
    }
}
