/// The paths that answer even when connections are short.
enum HealthPaths {
    static let healthy = "/-/healthy"
    static let ready = "/-/ready"

    static func contains(_ path: String) -> Bool {
        path == healthy || path == ready
    }
}
