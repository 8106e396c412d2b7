extension Population {
    /// Who else has a budget in the demo's company: users, members of teams, customers, organisations, providers, the
    /// proxy as a whole; and a key with windows, a key and a team with budgets by model.
    mutating func addDemoAccounts(at time: Double) {
        let created = time - 90 * 86_400
        addUsers(at: time, createdAt: created)
        addMemberBudgets(at: time, createdAt: created)
        addCustomers(at: time, createdAt: created)
        addOrganizations(at: time, createdAt: created)
        addProviders(at: time)
        addWindowsAndModelBudgets(at: time)
    }

    private mutating func addUsers(at time: Double, createdAt created: Double) {
        func user(
            _ id: String, _ role: SimulatedUser.Role = .internalUser, alias: String? = nil, budget: Double? = nil,
            used: Double = 0, duration: String? = nil
        ) -> SimulatedUser {
            var user = SimulatedUser(
                id: id, role: role, email: id.contains("@") ? id : "\(id)@example.com", alias: alias,
                maxBudget: budget, spend: (budget ?? 1) * used, createdAt: created + Double(users.count))
            user.budgetDuration = duration
            user.budgetResetAt = duration.map { BudgetDuration.nextReset($0, after: time) }
            return user
        }
        users = [
            user("platform-admin", .proxyAdmin, alias: "Platform administration"),
            user("analyst@example.com", budget: 400, used: 0.58, duration: "30d"),
            user("notebook-owner", alias: "Notebook", budget: 25, used: 0.31, duration: "7d"),
            user("review-lead", used: 96.4),
            user("qa-lead", budget: 1, used: 0.72, duration: "1d"),
            .proxyBudget(
                maxBudget: 30_000, duration: "30d", resetAt: BudgetDuration.nextReset("30d", after: time),
                spend: 11_240.5, createdAt: created),
        ]
        for (alias, userID) in [
            ("warehouse-adhoc", "analyst@example.com"), ("personal-notebook", "notebook-owner"),
            ("code-review-ide", "review-lead"), ("qa-screenshots", "qa-lead"),
        ] {
            editKey(alias) { $0.userID = userID }
        }
    }

    /// Two teams with a default for their members, which all but the first and the last have by name; the first has a
    /// budget of its own, the last joined before there was a default.
    private mutating func addMemberBudgets(at time: Double, createdAt created: Double) {
        var own = SharedBudget(
            id: "review-lead-in-code-review", maxBudget: 80, duration: "7d",
            resetAt: BudgetDuration.nextReset("7d", after: time), createdAt: created)
        own.temporaryIncrease = 40
        own.temporaryIncreaseExpires = time + 5 * 86_400
        budgets.append(own)
        let teams = [
            ("Code review bot", "review-lead", 12.0, "7d", own.id),
            ("Quality assurance", "qa-lead", 2.0, "1d", nil as String?),
        ]
        for (alias, lead, limit, duration, ownID) in teams {
            let budget = SharedBudget(
                id: "members-of-\(lead)", maxBudget: limit, duration: duration,
                resetAt: BudgetDuration.nextReset(duration, after: time), createdAt: created)
            budgets.append(budget)
            editTeam(alias) { team in
                team.memberBudgetID = budget.id
                team.members[0].userID = lead
                for index in team.members.indices {
                    let used = limit * Double(index * 37 % 100) / 100
                    team.members[index].spend = used
                    team.members[index].totalSpend = used * 5
                    team.members[index].budgetID = index == team.members.count - 1 ? nil : budget.id
                }
                team.members[0].budgetID = ownID ?? budget.id
            }
        }
        editTeam("Data platform") { $0.members[0].userID = "analyst@example.com" }
    }

    private mutating func addCustomers(at time: Double, createdAt created: Double) {
        for (id, limit) in [("customers-standard", 800.0), ("customers-large", 3000)] {
            budgets.append(
                SharedBudget(
                    id: id, maxBudget: limit, duration: "30d", resetAt: BudgetDuration.nextReset("30d", after: time),
                    createdAt: created))
        }
        customers = [
            SimulatedCustomer(id: "webshop", alias: "Web shop", budgetID: "customers-large", spend: 1412.9),
            SimulatedCustomer(id: "mobile-app", alias: "Mobile app", budgetID: "customers-large", spend: 688.3),
            SimulatedCustomer(id: "partner-portal", budgetID: "customers-standard", spend: 741.6),
            SimulatedCustomer(id: "kiosk", budgetID: "customers-standard", spend: 96.2),
            SimulatedCustomer(id: "call-centre", spend: 230.4),
            SimulatedCustomer(id: "retired-widget", budgetID: "customers-standard", spend: 12.5),
        ]
        customers[5].isBlocked = true
        editRate("support-chat-prod") {
            $0.customerIDs = ["webshop", "mobile-app", "partner-portal", "kiosk", "call-centre"]
        }
    }

    private mutating func addOrganizations(at time: Double, createdAt created: Double) {
        for (id, alias, limit, spend, teams) in [
            (
                "org-products", "Products", 18_000.0, 7120.4,
                ["Customer support assistant", "Search relevance", "Marketing copy", "Translation"]
            ),
            (
                "org-operations", "Operations", 4000, 1066.8,
                ["Code review bot", "Legal review", "Sales enablement", "Quality assurance"]
            ),
        ] {
            let budget = SharedBudget(
                id: "budget-of-\(id)", maxBudget: limit, duration: "30d",
                resetAt: BudgetDuration.nextReset("30d", after: time), createdAt: created)
            budgets.append(budget)
            organizations.append(
                SimulatedOrganization(id: id, alias: alias, budgetID: budget.id, spend: spend, createdAt: created))
            for team in teams { editTeam(team) { $0.organizationID = id } }
        }
    }

    private mutating func addProviders(at time: Double) {
        providers = [
            SimulatedProvider(
                name: "openai", limit: 20_000, period: "30d", spend: 6804.2, resetAt: time + 18 * 86_400),
            SimulatedProvider(
                name: "anthropic", limit: 8000, period: "30d", spend: 2371.9, resetAt: time + 11 * 86_400),
        ]
        for (position, key) in keys.enumerated() {
            editRate(key.alias ?? "") { $0.providers = position % 3 == 2 ? ["anthropic"] : ["openai"] }
        }
    }

    private mutating func addWindowsAndModelBudgets(at time: Double) {
        editKey("lab-agents") {
            $0.budgetLimits = [("1h", 1.5, 0.2), ("1d", 12, 2.9)].map { duration, limit, spend in
                BudgetWindow(
                    duration: duration, maxBudget: limit, resetAt: BudgetDuration.nextReset(duration, after: time),
                    spend: spend)
            }
        }
        editKey("sales-proposals") {
            $0.modelBudgets = [
                ModelBudget(model: "gpt-4o", limit: 150, period: "30d", spend: 31.7),
                ModelBudget(model: "claude-sonnet-4", limit: 120, period: "30d", spend: 22.4),
            ]
        }
        editTeam("Translation") {
            $0.modelBudgets = [ModelBudget(model: "gpt-4o", limit: 1200, period: "30d", spend: 402.8)]
        }
    }

    private mutating func editTeam(_ alias: String, _ edit: (inout SimulatedTeam) -> Void) {
        for index in teams.indices where teams[index].alias == alias { edit(&teams[index]) }
    }

    private mutating func editKey(_ alias: String, _ edit: (inout SimulatedKey) -> Void) {
        for index in keys.indices where keys[index].alias == alias { edit(&keys[index]) }
    }

    private mutating func editRate(_ alias: String, _ edit: (inout SpendingRate) -> Void) {
        guard let token = keys.first(where: { $0.alias == alias })?.token else { return }
        for index in script.rates.indices where script.rates[index].token == token { edit(&script.rates[index]) }
    }
}
