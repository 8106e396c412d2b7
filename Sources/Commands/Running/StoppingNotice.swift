import Logging
import ServiceLifecycle

/// Tells the log and the service manager that the program stops, at once when it is asked to.
struct StoppingNotice: Service {
    let manager: ServiceManager?
    let logger: Logger

    func run() async throws {
        try await gracefulShutdown()
        logger.info("stopping, as a signal asked for")
        manager?.tell(.stopping)
    }
}
