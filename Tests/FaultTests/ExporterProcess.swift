import Curl
import FoundationEssentials
import LiteLLMSimulator
import TestSupport

/// The program as it is delivered, in an environment that lacks something.
struct ExporterProcess: Sendable {
    let child: ChildProcess
    let port: Int
    private let client: HTTPClient

    /// Where a program of this package is: beside the tests.
    static func path(of program: String) throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return tests.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/\(program)"
    }

    /// Starts it to read `url` as often as it lets itself be told, runs `body` and ends it.
    ///
    /// - Parameters:
    ///   - launcher: What starts it: a program and its arguments, after which the exporter and its own come.
    @discardableResult
    static func with(
        _ launcher: [String], reading url: String, _ arguments: [String],
        _ body: @Sendable (ExporterProcess) async throws -> Void
    ) async throws -> ChildProcess.Outcome {
        let own =
            [
                try path(of: "litellm-budget-exporter"), "--litellm.url=\(url)", "--web.listen-address=127.0.0.1:0",
                "--poll.teams-interval=1s",
                "--poll.keys-interval=1s", "--poll.max-duty=1", "--poll.details=off",
            ] + arguments
        return try await ChildProcess.with(
            launcher[0], launcher.dropFirst() + own,
            environment: ["LITELLM_API_KEY": Population.viewerKey, "no_proxy": "*"]
        ) { child in
            let line = try await child.line(containing: ": open http://")
            guard let port = line.firstMatch(of: /127\.0\.0\.1:([0-9]+)/).flatMap({ Int($0.1) }) else {
                throw Waiting.TookTooLong(description: "no port in \(line)")
            }
            try await body(ExporterProcess(child: child, port: port, client: HTTPClient(.toExporter)))
        }.outcome
    }

    /// The first page with which a condition holds.
    @discardableResult
    func page(where what: String, _ holds: (ExpositionPage) async -> Bool) async throws -> ExpositionPage {
        try await client.page(of: port, where: what, context: { child.output }, holds)
    }

    /// How many file descriptors it has open.
    var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(child.pid)/fd").count) ?? 0
    }

    /// Processor time that it has used, in seconds.
    var processorSeconds: Double {
        let stat = FileManager.default.contents(atPath: "/proc/\(child.pid)/stat").map {
            String(decoding: $0, as: UTF8.self)
        }
        let fields = (stat ?? "").drop { $0 != ")" }.split(separator: " ").dropFirst().map { Double($0) ?? 0 }
        return fields.count > 12 ? (fields[11] + fields[12]) / 100 : 0
    }
}
