/// Why an endpoint has nothing to tell on this proxy: no fault, and nothing that changes by itself.
public enum Unavailability: Hashable, Sendable {
    /// Organisations without LiteLLM Enterprise.
    case licenceNeeded
    /// Providers without budgets.
    case notConfigured
    /// The exporter's key was made without this route.
    case routeNotAllowed
    /// A proxy from before the route was made.
    case routeMissing
    /// A proxy from before the parameters of the question were made.
    case parametersMissing

    init?(_ complaint: Complaint?, status: Int) {
        switch (complaint, status) {
        case (.licenceNeeded, 403): self = .licenceNeeded
        case (.notConfigured, 500): self = .notConfigured
        case (.routeNotAllowed, 403): self = .routeNotAllowed
        case (.routeMissing, 404): self = .routeMissing
        case (.parametersMissing, 400): self = .parametersMissing
        default: return nil
        }
    }
}
