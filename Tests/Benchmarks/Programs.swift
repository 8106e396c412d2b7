import FoundationEssentials
import Glibc
import TestSupport

/// The exporter and the simulator as they were built beside this program, each a process of its own.
enum Programs {
    struct Simulator: Sendable {
        let url: String
        let key = "sk-simulator-viewer"
    }

    struct Exporter: Sendable {
        let url: String
        let pid: Int32

        /// Seconds of CPU since it started, in the kernel's steps of 10 ms.
        var cpuSeconds: Double {
            let stat = Programs.text("/proc/\(pid)/stat")
            let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
            return (Double(fields[12]) ?? 0) / Programs.ticks + (Double(fields[13]) ?? 0) / Programs.ticks
        }

        /// The most memory that was resident at once, in MB of 10⁶ bytes.
        var peakMegabytes: Double { megabytes("VmHWM") }
        var residentMegabytes: Double { megabytes("VmRSS") }

        private func megabytes(_ name: String) -> Double {
            let line = Programs.text("/proc/\(pid)/status").split(separator: "\n").first { $0.hasPrefix(name + ":") }
            let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
            return (kibibytes ?? 0) * 1024 / 1e6
        }
    }

    static let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))

    /// Runs `body` beside a simulator with this many accounts.
    static func withSimulator<Result: Sendable>(
        teams: Int, keys: Int, _ body: @Sendable (Simulator) async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with(
            folder + "litellm-simulator",
            ["--address", "127.0.0.1:0", "--teams", "\(teams)", "--keys", "\(keys)", "--even-pace"]
        ) { child in
            let line = try await child.line(containing: "http://")
            return try await body(Simulator(url: url(in: line)))
        }.result
    }

    /// Runs `body` beside an exporter that watches the simulator.
    static func withExporter<Result: Sendable>(
        of simulator: Simulator, _ arguments: [String], _ body: @Sendable (Exporter) async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with(
            folder + "litellm-budget-exporter",
            ["--litellm.url", simulator.url, "--web.listen-address", "127.0.0.1:0", "--poll.max-duty", "1"] + arguments,
            environment: ["LITELLM_API_KEY": simulator.key]
        ) { child in
            let line = try await child.line(containing: "listening")
            guard let start = line.firstRange(of: "127.0.0.1:") else {
                preconditionFailure("the exporter does not say where it listens: \(line)")
            }
            let port = line[start.upperBound...].prefix { $0.isNumber }
            return try await body(Exporter(url: "http://127.0.0.1:\(port)", pid: child.pid))
        }.result
    }

    static func text(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private static var folder: String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return program[...(program.lastIndex(of: "/") ?? program.startIndex)].description
    }

    private static func url(in line: String) -> String {
        guard let start = line.firstRange(of: "http://") else { return "" }
        let rest = line[start.upperBound...].prefix { $0.isNumber || $0 == "." || $0 == ":" }
        return "http://" + rest
    }
}
