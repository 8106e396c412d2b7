import Budgets
import LiteLLMAdmin
import Threading

extension Account {
    /// Takes the budgets of single models and the concurrent windows. Those without a limit are left out, and so are names
    /// that do not fit a label, as cut ones could be equal.
    mutating func takePartialBudgets(_ rows: PartialBudgetRows) {
        modelBudgets = rows.models
            .compactMap { model, row in
                guard row.limit.isTold, model.utf8.count <= AccountReading.longestID else { return nil }
                return ModelBudget(
                    model: model, limit: row.limit.value.map { USD($0) },
                    spend: (rows.modelUsage?[model]?.spend).map { USD($0) })
            }
            .sorted { $0.model < $1.model }
        var durations: Set<String> = []
        windows = rows.windows
            .compactMap { row in
                guard let duration = row.duration, row.maxBudget.isTold,
                    duration.utf8.count <= AccountReading.longestID, durations.insert(duration).inserted
                else { return nil }
                return BudgetWindow(
                    duration: duration, limit: row.maxBudget.value.map { USD($0) },
                    resetsAt: row.resetAt.flatMap(Timestamp.init(rfc3339:)),
                    spend: (rows.windowUsage?[duration]?.spend).map { USD($0) })
            }
            .sorted { $0.duration < $1.duration }
        if rows.modelsAreUnreadable { unreadable.insert(.models) }
        if rows.windowsAreUnreadable { unreadable.insert(.windows) }
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

    /// Whether any limit that holds for it is told in a way that nobody here understands.
    var hasUnreadableLimit: Bool {
        budget.limit == .unreadable || modelBudgets.contains { $0.limit == nil } || windows.contains { $0.limit == nil }
            || !unreadable.isEmpty
    }

    /// Keeps the limits that are known where those of an answer cannot be read, and tells which.
    mutating func keepPartialLimits(of known: Account) -> [PartialLimit] {
        var kept: [PartialLimit] = []
        if unreadable.contains(.models) {
            let others = known.modelBudgets.filter { one in !modelBudgets.contains { $0.model == one.model } }
            modelBudgets = (modelBudgets + others).sorted { $0.model < $1.model }
            kept += others.compactMap { $0.limit == nil ? nil : .model($0.model) }
        }
        if unreadable.contains(.windows) {
            let others = known.windows.filter { one in !windows.contains { $0.duration == one.duration } }
            windows = (windows + others).sorted { $0.duration < $1.duration }
            kept += others.compactMap { $0.limit == nil ? nil : .window(duration: $0.duration) }
        }
        for index in modelBudgets.indices where modelBudgets[index].limit == nil {
            let model = modelBudgets[index].model
            guard let limit = known.modelBudgets.first(where: { $0.model == model })?.limit else { continue }
            modelBudgets[index].limit = limit
            kept.append(.model(model))
        }
        for index in windows.indices where windows[index].limit == nil {
            let duration = windows[index].duration
            guard let limit = known.windows.first(where: { $0.duration == duration })?.limit else { continue }
            windows[index].limit = limit
            kept.append(.window(duration: duration))
        }
        return kept
    }

    mutating func forget(_ limit: PartialLimit) {
        switch limit {
        case .model(let model):
            for index in modelBudgets.indices where modelBudgets[index].model == model {
                modelBudgets[index].limit = nil
            }
        case .window(let duration):
            for index in windows.indices where windows[index].duration == duration { windows[index].limit = nil }
        }
    }
}

extension Presence<Double> {
    /// Whether there is a limit, be it one that cannot be read.
    fileprivate var isTold: Bool {
        switch self {
        case .missing, .null: false
        case .unreadable, .value: true
        }
    }
}
