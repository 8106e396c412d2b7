import ServiceLifecycle

/// Tells the service manager that the program stops, at once when it is asked to.
struct StoppingNotice: Service {
    let manager: ServiceManager

    func run() async throws {
        try await gracefulShutdown()
        manager.tell(.stopping)
    }
}
