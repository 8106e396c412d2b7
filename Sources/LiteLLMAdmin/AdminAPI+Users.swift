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

    /// The user with this id.
    public func user(id: String) async throws(AdminError) -> UserRow {
        try await get(.userInfo, [("user_id", id)], as: UserRow.self)
    }
}
