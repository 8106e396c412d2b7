/// An element of a list that could not be understood costs that element, never the page.
struct Lossy<Row: Decodable & Sendable>: Decodable, Sendable {
    let row: Row?

    init(from decoder: any Decoder) {
        row = try? Row(from: decoder)
    }
}
