import Exposition

/// The families about a process that all Prometheus client libraries have.
struct ProcessFamily: Sendable {
    let family: MetricFamily
    let value: @Sendable (ProcessUsage) -> Double?
}

enum ProcessFamilies {
    static let all: [ProcessFamily] = [
        ProcessFamily(
            family: .counter(
                "process_cpu_seconds_total", unit: .seconds, help: "Total user and system CPU time spent in seconds.")
        ) { $0.cpuSeconds },
        ProcessFamily(
            family: .gauge("process_resident_memory_bytes", unit: .bytes, help: "Resident memory size in bytes.")
        ) { $0.residentBytes },
        ProcessFamily(
            family: .gauge("process_virtual_memory_bytes", unit: .bytes, help: "Virtual memory size in bytes.")
        ) { $0.virtualBytes },
        ProcessFamily(
            family: .gauge("process_open_fds", help: "Number of open file descriptors.")
        ) { $0.openFileDescriptors },
        ProcessFamily(
            family: .gauge("process_max_fds", help: "Maximum number of open file descriptors.")
        ) { $0.maximumFileDescriptors },
        ProcessFamily(
            family: .gauge(
                "process_start_time_seconds", unit: .seconds,
                help: "Start time of the process since unix epoch in seconds.")
        ) { $0.startTime },
    ]
}
