extension AdminAPI {
    /// A page of all users with their budgets, in the order of their ids; that of the proxy's own budget among them.
    public func users(_ page: PageRequest) async throws(AdminError) -> Page<UserRow> {
        let body = try await get(
            .userList,
            [
                ("page", "\(page.number)"), ("page_size", "\(page.size)"), ("sort_by", "user_id"),
                ("sort_order", "asc"),
            ], as: UserListBody.self)
        return Page(body.users, totalPages: body.totalPages)
    }

    /// The user as the list knows it, from proxies that cannot be asked for one; nil when it is not in the list.
    public func listedUser(id: String) async throws(AdminError) -> UserRow? {
        let body = try await get(
            .userList, [("user_ids", id), ("page", "1"), ("page_size", "100")], as: UserListBody.self)
        // A proxy that does not know the filter answers with everybody.
        return body.users.compactMap(\.row).first { $0.userID.utf8.elementsEqual(id.utf8) }
    }

    /// What the list of users says of one of them.
    public enum UserListing: Sendable {
        case there(UserRow)
        case notThere
        /// The list cannot be asked for it, or the answer proves nothing.
        case untold
    }

    /// Asks the list for one user.
    public func listing(ofUser id: String) async throws(AdminError) -> UserListing {
        // It takes ids with commas between them, and drops the space around each; a backslash may stand for something else.
        let isAskable =
            !id.contains(",") && !id.contains("\\") && id.first?.isWhitespace == false && id.last?.isWhitespace == false
        guard isAskable else { return .untold }
        let size = 100
        let body = try await get(
            .userList, [("user_ids", id), ("page", "1"), ("page_size", "\(size)")], as: UserListBody.self)
        let rows = body.users.compactMap(\.row)
        if let row = rows.first(where: { $0.userID.utf8.elementsEqual(id.utf8) }) { return .there(row) }
        // A single id is looked for as a part of ids; a proxy that does not know the filter answers with everybody.
        let isWhole = rows.count == body.users.count && rows.count < size
        let isFiltered = rows.allSatisfy { $0.userID.lowercased().contains(id.lowercased()) }
        return isWhole && (isFiltered || body.totalPages == 1) ? .notThere : .untold
    }

    /// The user with this id.
    public func user(id: String) async throws(AdminError) -> UserRow {
        let row = try await get(.userInfo, [("user_id", id)], as: UserRow.self)
        guard row.userID.utf8.elementsEqual(id.utf8) else { throw AdminError(answeringAnotherQuestion: .userInfo) }
        return row
    }
}
