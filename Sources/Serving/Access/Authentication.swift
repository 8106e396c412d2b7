import HTTPTypes

/// Who may read the pages: whoever has a user's password, or a token.
struct Authentication: Sendable {
    enum Verdict: Hashable, Sendable {
        case granted
        /// Nothing was shown that one could be let in by.
        case missing
        case refused
        /// Too many are being looked at already.
        case busy
    }

    let users: Users
    let tokens: BearerTokens?
    /// Kept over changes of the configuration.
    let checks: PasswordChecks

    /// What a client can show, for the answer to one that shows nothing.
    var challenge: String {
        let schemes = [
            users.isEmpty ? nil : "Basic realm=\"litellm-budget-exporter\", charset=\"UTF-8\"",
            tokens == nil ? nil : "Bearer",
        ]
        return schemes.compactMap { $0 }.joined(separator: ", ")
    }

    /// - Parameters:
    ///   - authorization: The request's fields of that name.
    ///   - isAwaited: Whether somebody still waits for the answer.
    func verdict(
        on authorization: [String], from address: String, whileAwaited isAwaited: @Sendable () -> Bool = { true }
    ) async -> Verdict {
        guard let field = authorization.first else { return .missing }
        // Of several, one behind the other could take another one.
        guard authorization.count == 1, let space = field.firstIndex(of: " ") else { return .refused }
        let credentials = field[space...].drop { $0 == " " }
        switch field[..<space].lowercased() {
        case "basic" where !users.isEmpty:
            guard let login = Login(basic: credentials) else { return .refused }
            switch await checks.outcome(of: login, from: address, among: users, whileAwaited: isAwaited) {
            case .right: return .granted
            case .wrong: return .refused
            case .busy: return .busy
            }
        case "bearer":
            return tokens?.contain(credentials) == true ? .granted : .refused
        default:
            return .refused
        }
    }
}
