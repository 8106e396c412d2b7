import Budgets

extension AccountID {
    /// - Parameters:
    ///   - text: The identifier as LiteLLM writes it. Of the proxy any. Of a member that of the team, a slash and that of the
    ///     user, both percent-encoded: either may hold a slash.
    init(replayed text: String, of kind: AccountKind) throws(UnusableLine) {
        guard kind == .teamMember else {
            self.init(kind, text: text)
            return
        }
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let team = String(percentEncoded: parts[0]),
            let user = String(percentEncoded: parts[1])
        else { throw .notAMemberID }
        self.init(kind, team: team, text: user)
    }
}

extension String {
    fileprivate init?(percentEncoded text: Substring.UTF8View) {
        var plain: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                plain.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexadecimalDigit, let low = rest.popFirst()?.hexadecimalDigit else {
                return nil
            }
            plain.append(high << 4 | low)
        }
        self.init(validating: plain, as: UTF8.self)
    }
}
