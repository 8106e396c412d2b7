import Budgets

/// What is promised of a family.
enum Stability: String, Sendable {
    /// Name, type, unit, labels and meaning stay as they are within a major version.
    case stable
    /// What it rests on has not been seen for long enough: a minor version may change it, and says so.
    case experimental
}

extension AccountKind {
    /// What LiteLLM does with an enterprise licence only, or tells differently by each worker, was never seen at length.
    private var stability: Stability {
        switch self {
        case .proxy, .team, .key, .teamMember, .user, .customer: .stable
        case .organization, .provider: .experimental
        }
    }

    /// What is promised of one of its families. Budgets of models are a matter of the licence and the worker too.
    func stability(of row: AccountFamily) -> Stability {
        if case .eachModel = row.values { return .experimental }
        return stability
    }
}
