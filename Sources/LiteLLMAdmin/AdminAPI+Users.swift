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

    /// The user with this id.
    public func user(id: String) async throws(AdminError) -> UserRow {
        let row = try await get(.userInfo, [("user_id", id)], as: UserRow.self)
        guard row.userID.utf8.elementsEqual(id.utf8) else { throw AdminError(answeringAnotherQuestion: .userInfo) }
        return row
    }
}
