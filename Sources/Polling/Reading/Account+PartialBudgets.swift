import Budgets
import LiteLLMAdmin
import Threading

extension Account {
    /// Takes the budgets of single models and the concurrent windows. Names that do not fit a label are left out, as cut
    /// ones could be equal.
    mutating func takePartialBudgets(_ rows: PartialBudgetRows) {
        modelBudgets = rows.models
            .compactMap { model, row in
                guard let limit = row.limit, model.utf8.count <= AccountReading.longestID else { return nil }
                return ModelBudget(
                    model: model, limit: USD(limit), spend: (rows.modelUsage?[model]?.spend).map { USD($0) })
            }
            .sorted { $0.model < $1.model }
        var durations: Set<String> = []
        windows = rows.windows
            .compactMap { row in
                guard let duration = row.duration, let limit = row.maxBudget,
                    duration.utf8.count <= AccountReading.longestID, durations.insert(duration).inserted
                else { return nil }
                return BudgetWindow(
                    duration: duration, limit: USD(limit), resetsAt: row.resetAt.flatMap(Timestamp.init(rfc3339:)),
                    spend: (rows.windowUsage?[duration]?.spend).map { USD($0) })
            }
            .sorted { $0.duration < $1.duration }
    }

    /// Whether reading the account on its own tells more than the lists do.
    var hasPartialBudgets: Bool { !modelBudgets.isEmpty || !windows.isEmpty }

    /// Whether the answer told how much of the partial budgets is used.
    var tellsPartialSpend: Bool {
        modelBudgets.contains { $0.spend != nil } || windows.contains { $0.spend != nil }
    }

    /// Keeps what is known of partial spending where a list did not tell it. A window that has begun anew since starts
    /// unknown.
    mutating func keepPartialSpend(of known: Account) {
        for index in modelBudgets.indices where modelBudgets[index].spend == nil {
            modelBudgets[index].spend = known.modelBudgets.first { $0.model == modelBudgets[index].model }?.spend
        }
        for index in windows.indices where windows[index].spend == nil {
            let window = windows[index]
            windows[index].spend =
                known.windows.first { $0.duration == window.duration && $0.resetsAt == window.resetsAt }?.spend
        }
    }

    mutating func forgetPartialSpend() {
        for index in modelBudgets.indices { modelBudgets[index].spend = nil }
        for index in windows.indices { windows[index].spend = nil }
    }
}
