/// The cost of requests that have come through, and whom else than the key it concerns.
struct Charge {
    /// The key's hash.
    let token: String
    /// US dollars.
    let cost: Double
    var customerID: String?
    var provider: String?
}
