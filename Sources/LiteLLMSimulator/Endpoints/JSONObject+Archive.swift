extension JSONObject {
    /// What the archive tables add to a deleted row.
    mutating func set(archivedAt time: Double, row id: String, zone: DateText.Zone = .z) {
        set("id", "archived-" + id)
        set("deleted_at", DateText(time, zone))
        set("deleted_by", "default_user_id")
        set("deleted_by_api_key", "litellm_proxy_master_key")
        set(null: "litellm_changed_by")
    }
}
