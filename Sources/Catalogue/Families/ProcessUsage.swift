import Glibc

/// What this process uses of the machine, as the kernel tells.
public struct ProcessUsage: Hashable, Sendable {
    public var cpuSeconds: Double?
    public var residentBytes: Double?
    public var virtualBytes: Double?
    public var openFileDescriptors: Double?
    public var maximumFileDescriptors: Double?
    /// Unix time.
    public var startTime: Double?

    public init() {}

    /// Reads the process's entries in `/proc`; what cannot be read is left out.
    public static func current() -> ProcessUsage {
        var usage = ProcessUsage()
        let ticksPerSecond = Double(sysconf(Int32(_SC_CLK_TCK)))
        // The second field is the program's name in brackets and may hold spaces, so fields are counted after it.
        if let stat = contents(of: "/proc/self/stat"), let end = stat.lastIndex(of: ")") {
            let fields = stat[end...].split(separator: " ").dropFirst().map { Double($0) ?? 0 }
            if fields.count > 21 {
                usage.cpuSeconds = (fields[11] + fields[12]) / ticksPerSecond
                usage.virtualBytes = fields[20]
                usage.residentBytes = fields[21] * Double(sysconf(Int32(_SC_PAGESIZE)))
                usage.startTime = bootTime().map { $0 + fields[19] / ticksPerSecond }
            }
        }
        usage.openFileDescriptors = entryCount(of: "/proc/self/fd")
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            usage.maximumFileDescriptors = Double(limit.rlim_cur)
        }
        return usage
    }

    private static func bootTime() -> Double? {
        contents(of: "/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst("btime ".count)) }
    }

    private static func contents(of path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(file, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func entryCount(of path: String) -> Double? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the descriptor of this very look.
        return Double(count - 3)
    }
}
