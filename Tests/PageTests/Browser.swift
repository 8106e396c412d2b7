import FoundationEssentials
import TestSupport

/// A headless Chromium, and a Python with the packages that drive it.
struct Browser {
    private static let name = "the pages in Chromium"
    /// The second one holds axe-core 4.12.1, with the rules of WCAG.
    private static let packages = ["playwright==1.65.2", "axe-playwright-python==0.1.8"]

    private let chromium: String
    private let environment: PythonEnvironment

    /// Nil, and a line that says so, where something is lacking.
    static func find() async throws -> Browser? {
        guard let chromium = ["chromium", "chromium-browser", "google-chrome"].first(where: ChildProcess.isInstalled)
        else {
            return skip("chromium is not installed")
        }
        let path = try await ChildProcess.run("sh", ["-c", "command -v \(chromium)"]).output.split(separator: "\n")
        guard let path = path.last.map(String.init) else { return skip("\(chromium) cannot be found") }
        let environment = try await PythonEnvironment.find(
            for: name, packages: packages, givenBy: "EXPORTER_TEST_PAGES_PYTHON")
        return environment.map { Browser(chromium: path, environment: $0) }
    }

    private static func skip(_ reason: String) -> Browser? {
        print("SKIPPED \(name): \(reason)")
        return nil
    }

    /// Looks at pages one after the other. `PAGE_SCREENSHOTS` names a folder that gets a picture of each.
    func look(at pages: [Page], visiting visits: [String: String]) async throws -> Seen {
        try await ScratchFolder.with { scratch in
            let folder = ProcessInfo.processInfo.environment["PAGE_SCREENSHOTS"]
            let request = Request(chromium: chromium, screenshots: folder, pages: pages, visits: visits)
            let file = try scratch.write(
                "request.json", String(decoding: try JSONEncoder().encode(request), as: UTF8.self))
            let answer = scratch.path("answer.json")
            let script = GeneratedDocument("Tests/PageTests/look_at_pages.py").path
            let outcome = try await ChildProcess.run(environment.python, [script, file, answer])
            guard outcome.status == 0, let data = try? Data(contentsOf: URL(filePath: answer)) else {
                throw Failure(output: outcome.output)
            }
            return try JSONDecoder().decode(Seen.self, from: data)
        }
    }

    struct Failure: Error, CustomStringConvertible {
        let output: String
        var description: String { "the browser could not be driven:\n\(output)" }
    }
}

extension Browser {
    struct Page: Encodable {
        let name: String
        let url: String
        let width: Int
        let scheme: String
        let script: Bool

        init(_ name: String, _ url: String, width: Int = 1280, scheme: String = "light", script: Bool = true) {
            self.name = name
            self.url = url
            self.width = width
            self.scheme = scheme
            self.script = script
        }
    }

    private struct Request: Encodable {
        let chromium: String
        let screenshots: String?
        let pages: [Page]
        let visits: [String: String]

        enum CodingKeys: CodingKey {
            case chromium, screenshots, pages, visits
        }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(chromium, forKey: .chromium)
            try members.encode(screenshots, forKey: .screenshots)
            try members.encode(pages, forKey: .pages)
            try members.encode(visits, forKey: .visits)
        }
    }

    struct Seen: Decodable, Sendable {
        let pages: [SeenPage]
        let visits: Visits
    }

    struct SeenPage: Decodable, Sendable {
        let name: String
        let status: Int
        let messages: [String]
        let violations: [String]
        let rules: String
        let pageWidth: Int
        let width: Int
        let teams: Int
        let scripts: Int
        let background: String
        let hasRefreshButton: Bool
    }

    struct Visits: Decodable, Sendable {
        struct Sorting: Decodable, Sendable {
            let before, descending, ascending, byName: [String]
            let focused, chosen, address: String
            let stayed: Bool
            let messages: [String]
        }

        struct SortingWithoutScript: Decodable, Sendable {
            let descending, found: [String]
        }

        struct Refreshing: Decodable, Sendable {
            let requests, afterStop: [String]
            let typed, focused: String
            let scrolled: Double
            let staysOpen: Bool
            let keepsStatus: Bool
            let teamsLeft: Int
        }

        struct Searching: Decodable, Sendable {
            let found, messages: [String]
            let focused, address, typed: String
            let stayed: Bool
        }

        struct Keyboard: Decodable, Sendable {
            let first: String
            let firstIsShown: Bool
            let wanted, reached: Int
            let withoutOutline, messages: [String]
        }

        let sorting: Sorting
        let sortingWithoutScript: SortingWithoutScript
        let refreshing: Refreshing
        let searching: Searching
        let keyboard: Keyboard
    }
}
