/// Why the spend of a budget began anew, as seen between two looks.
public enum BudgetReset: String, CaseIterable, Hashable, Sendable {
    /// LiteLLM's job did it when the reset was due.
    case scheduled
    /// Any other fall: somebody reset or corrected the spend.
    case unscheduled
}
