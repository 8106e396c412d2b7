public import BudgetExporter
import CMalloc
import FoundationEssentials
import Glibc

/// The program: its arguments and environment in, its exit code out.
public enum Program {
    /// - Parameter amend: Changes what `serve` was told, for programs that are this one but for some constants.
    public static func main(
        amending amend: @escaping @Sendable (inout Exporter.Configuration) -> Void = { _ in }
    ) async -> Never {
        // An arena a thread keeps what each has freed: with 20,000 accounts a sixth of all memory, for no time saved.
        _ = mallopt(M_ARENA_MAX, 1)
        StandardStream.fillClosed()
        let entry = Entry(
            execute: { try await execute($0, $1, amending: amend) }, printOutput: { StandardStream.output.print($0) },
            printError: { StandardStream.error.print($0) })
        let code = await entry.run(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
        exit(code.rawValue)
    }

    private static func execute(
        _ command: Command, _ settings: ResolvedSettings,
        amending amend: @escaping @Sendable (inout Exporter.Configuration) -> Void
    ) async throws -> ExitCode {
        switch command {
        case .serve: try await Serve(settings).run(amending: amend)
        case .check: try await Check(settings).run()
        case .once: try await Once(settings).run()
        case .demo: try await Demo(settings).run()
        case .healthcheck: try await Healthcheck(settings).run()
        case .status: try await Status(settings).run()
        case .replay: try Replay(settings).run()
        }
    }
}
