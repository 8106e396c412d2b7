/// A deleted row as LiteLLM's archive tables keep it.
struct Archived<Row: Sendable>: Sendable {
    let row: Row
    let deletedAt: Double
}
