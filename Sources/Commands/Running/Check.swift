import BudgetExporter
import Budgets
import Catalogue
import Exposition
import LiteLLMAdmin
import Logging
import Polling

/// `check`: says what is set, what the key may read, what there would be to see, and how to mend what is wrong.
struct Check {
    private let resolved: ResolvedSettings

    init(_ resolved: ResolvedSettings) {
        self.resolved = resolved
    }

    func run() async throws -> ExitCode {
        let access = try resolved.proxyAccess()
        let configuration = try Exporter.Configuration(resolved.settings, access)
        _ = try configuration.server.validatedScheme()
        func print(_ line: String) { StandardStream.output.print(line) }
        print("Settings that are not at their defaults:")
        for setting in resolved.provenance where setting.origin != .builtIn {
            print("  \(setting.place): \((setting.shown ?? "-").asOneLine)")
        }
        resolved.warnings.forEach { print(Finding(.warning, $0).line) }
        let stateFinding = StateLocation.ofThisProcess.finding(for: resolved.settings.state.file)
        if let stateFinding { print(stateFinding.line) }

        print("\nThe proxy at \(access.url):")
        var logger = Logger(resolved.settings.log)
        // What goes wrong is said below, in words that stand on their own.
        logger.logLevel = .critical
        let look = Look(configuration, logger)
        var (findings, somethingCanBeWatched) = await ProxyFindings(api: look.api, polling: configuration.polling).all()
        if access.url.isPlainHTTP, !access.url.isLoopback {
            findings.append(Finding(.warning, "the key travels unencrypted; use https where others can listen"))
        }
        findings.forEach { print($0.line) }
        guard somethingCanBeWatched else {
            print("\nNothing can be watched like this.")
            return .failure
        }

        let report = await look.report()
        let page = await Renderer(configuration.rendering).render(report, process: .current(), after: nil)
        let series = page.exposition.body(.text004, .identity).bytes.split(separator: UInt8(ascii: "\n"))
            .count { $0.first != UInt8(ascii: "#") }
        print("\nWhat there would be to see:")
        for status in report.sources {
            print(Finding(status).line)
        }
        for (kind, dropped) in report.dropped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where dropped > 0 {
            let setting = Settings.Accounts.limitedKinds.first { $0.key == kind }?.value ?? kind.rawValue
            print(
                Finding(.warning, "\(dropped) \(setting) are more than --limit.\(setting) and not shown").line)
        }
        let counts = AccountKind.allCases.compactMap { kind in
            report.accounts(kind).isEmpty ? nil : "\(kind.rawValue): \(report.accounts(kind).count)"
        }
        print("  shown: \(counts.joined(separator: ", ")); \(series) series")
        let isWell =
            report.sources.allSatisfy { ($0.isUp ?? false) && !$0.isPartial }
            && !findings.contains { $0.severity == .failure }
        let hasWarnings = stateFinding?.severity == .warning || findings.contains { $0.severity == .warning }
        print(
            !isWell
                ? "\nSome of it cannot be read."
                : hasWarnings ? "\nAll is well but for the warnings above." : "\nAll is well.")
        return isWell ? .success : .failure
    }
}

extension Finding {
    /// How a source fared in one look.
    fileprivate init(_ status: SourceStatus) {
        if let failure = status.failure {
            self.init(.failure, "\(status.source.rawValue): \(failure.explanation)")
        } else if let shortfall = status.shortfall {
            self.init(.warning, "\(status.source.rawValue): read in part only; \(shortfall.explanation)")
        } else if let unavailability = status.unavailability {
            self.init(.success, "\(status.source.rawValue): not available; \(unavailability)")
        } else if status.isPartial {
            self.init(
                .failure,
                "\(status.source.rawValue): the key sees only a part; it must belong to a user with the role proxy_admin_viewer"
            )
        } else {
            self.init(.success, "\(status.source.rawValue): \(status.accounts) read")
        }
    }
}
