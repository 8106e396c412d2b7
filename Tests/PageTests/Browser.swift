import FoundationEssentials
import TestSupport

/// A headless Chromium, and a Python with the packages in `requirements.txt` that drives it.
struct Browser {
    private static let name = "the pages in Chromium"

    private let chromium: String
    private let python: String

    /// Nil, and a line that says so, where something is lacking. `EXPORTER_TEST_PYTHON` names a Python that has the packages;
    /// else they are installed once, into a folder beside what the build makes.
    static func find() async throws -> Browser? {
        guard let chromium = ["chromium", "chromium-browser", "google-chrome"].first(where: ChildProcess.isInstalled)
        else {
            return skip("chromium is not installed")
        }
        let path = try await ChildProcess.run("sh", ["-c", "command -v \(chromium)"]).output.split(separator: "\n")
        guard let path = path.last.map(String.init) else { return skip("\(chromium) cannot be found") }
        let given = ProcessInfo.processInfo.environment["EXPORTER_TEST_PYTHON"] ?? ""
        let python = given.isEmpty ? folder("../../.build/page-tests/bin/python") : given
        let probe = ["-c", "import playwright.sync_api, axe_playwright_python"]
        if given.isEmpty {
            let isThere = try await ChildProcess.run("sh", ["-c", "test -x '\(python)'"]).status == 0
            if !isThere {
                let venv = try await ChildProcess.run("python3", ["-m", "venv", folder("../../.build/page-tests")])
                guard venv.status == 0 else { return skip("python3 cannot make a virtual environment") }
            }
            // Nothing is asked of the network where they are there already.
            let pip = [
                "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", folder("requirements.txt"),
            ]
            guard try await ChildProcess.run(python, pip).status == 0 else {
                return skip("pip cannot install playwright; name a python that has it in EXPORTER_TEST_PYTHON")
            }
        }
        guard try await ChildProcess.run(python, probe).status == 0 else { return skip("\(python) lacks playwright") }
        return Browser(chromium: path, python: python)
    }

    private static func skip(_ reason: String) -> Browser? {
        print("SKIPPED \(name): \(reason)")
        return nil
    }

    /// A path relative to this file.
    private static func folder(_ path: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().appending(path: path).standardized.path
    }

    /// Looks at pages one after the other. `PAGE_SCREENSHOTS` names a folder that gets a picture of each.
    func look(at pages: [Page], visiting visits: [String: String]) async throws -> Seen {
        try await ScratchFolder.with { scratch in
            let folder = ProcessInfo.processInfo.environment["PAGE_SCREENSHOTS"]
            let request = Request(chromium: chromium, screenshots: folder, pages: pages, visits: visits)
            let file = try scratch.write(
                "request.json", String(decoding: try JSONEncoder().encode(request), as: UTF8.self))
            let answer = scratch.path("answer.json")
            let outcome = try await ChildProcess.run(python, [Self.folder("look_at_pages.py"), file, answer])
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
