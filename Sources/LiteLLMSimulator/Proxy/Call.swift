/// One authenticated request on its way to an endpoint.
struct Call {
    let caller: Caller
    var query: Query
    let now: Double
    let settings: ProxySettings
    /// What a fault does to the rows of this answer.
    let distortion: Fault.Distortion?
}
