extension Standing {
    /// How the account stands in one or two sentences, for whoever asks about their own budget.
    package var sentence: String {
        let spend = account.spend?.text ?? "an unknown amount"
        var sentences: [String]
        switch account.budget.limit {
        case .unlimited where account.isUnlimited: sentences = ["\(spend) is spent; there is no limit."]
        case .unlimited where account.limitKind == .windows:
            sentences = ["\(spend) is spent; what may be spent is limited by windows: \(windows)."]
        case .unlimited, .unknown, .unreadable: sentences = ["\(spend) is spent; the limit is not known."]
        case .limited(let limit) where hasZeroLimit:
            sentences = ["The limit is \(limit.text): nothing may be spent."]
        case .limited(let limit) where account.spend == nil:
            sentences = ["The limit is \(limit.text); what is spent of it is not known."]
        case .limited(let limit):
            let share = ratio.isEmpty ? "" : " (\(ratio))"
            sentences = ["\(spend) of \(limit.text) is spent\(share); \(left) left."]
        }
        if account.isBlocked == true { sentences.append("An administrator has blocked it.") }
        if account.isExhausted == true, !hasZeroLimit {
            // LiteLLM refuses a team only above its limit.
            let isOver = (account.remaining ?? 0) < 0
            sentences.append(isOver ? "The budget is exhausted: requests are refused." : "The budget is exhausted.")
        } else if let runningOut, let basis {
            sentences.append("At the pace of \(basis) it \(runningOut.text).")
        } else if isHigh {
            sentences.append("Little is left.")
        }
        if let resetsAt = account.budget.resetsAt, !hasZeroLimit {
            let when =
                resetsAt > now
                ? "resets \(resets), at \(resetTime) UTC" : "was to reset at \(resetTime) UTC, and has not yet"
            sentences.append("It \(when).")
        }
        return sentences.joined(separator: " ")
    }

    /// Such as `$10.00 in 1d, $100.00 in 30d`; how much of a window is used is known of keys alone.
    private var windows: String {
        account.windows.map { window in
            let used = window.spend.map { "\($0.text) of " } ?? ""
            return "\(used)\(window.limit?.text ?? "an unknown amount") in \(window.duration)"
        }.joined(separator: ", ")
    }
}
