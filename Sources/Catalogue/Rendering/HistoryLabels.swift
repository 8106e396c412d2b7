import Budgets
import Exposition

/// The labels of what the ledger tells, each rendered once: their values are the same for all accounts.
enum HistoryLabels {
    static let cause = "cause"
    static let window = "window"

    static let causes: [LabelBlock?] = BudgetReset.allCases.map { LabelBlock([(name: cause, value: $0.rawValue)]) }

    /// The label of a window keeps its value where the window's span is divided.
    private static let windows: [String: LabelBlock] = {
        let labels = Set(AccountKind.allCases.flatMap { LedgerTerms.standard.toldWindows(of: $0) }.map(\.label))
        return Dictionary(uniqueKeysWithValues: labels.map { ($0, rendered($0)) })
    }()

    static func block(of window: SpendWindow) -> LabelBlock? {
        windows[window.label] ?? rendered(window.label)
    }

    private static func rendered(_ label: String) -> LabelBlock {
        LabelBlock([(name: window, value: label)])
    }
}
