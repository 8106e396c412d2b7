import FoundationEssentials
import Glibc

/// The program: its arguments and environment in, its exit code out.
public enum Program {
    public static func main() async -> Never {
        let entry = Entry(
            execute: execute, printOutput: StandardStream.output.print, printError: StandardStream.error.print)
        let code = await entry.run(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment)
        exit(code.rawValue)
    }

    private static func execute(_ command: Command, _ settings: ResolvedSettings) async throws -> ExitCode {
        switch command {
        case .serve: try await Serve(settings).run()
        case .check: try await Check(settings).run()
        case .once: try await Once(settings).run()
        case .demo: try await Demo(settings).run()
        case .healthcheck: await Healthcheck(settings).run()
        }
    }
}
