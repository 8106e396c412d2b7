import FoundationEssentials
import TestSupport
import Threading

@testable import Serving

extension BcryptHash {
    /// Of `wonderland`.
    static let alice = try! BcryptHash("$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.")
    /// Of `looking-glass`.
    static let bob = try! BcryptHash("$2b$04$AXrmJ4lHl0r85knx0ss9leOam94Aktrr5HMSpPgssibeNSOQM4m/a")
}

extension Users: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral users: (String, BcryptHash)...) {
        self.init(Dictionary(uniqueKeysWithValues: users))
    }
}

/// A field that logs in by a password.
func basic(_ user: String, _ password: String) -> String {
    "Authorization: Basic \(Data("\(user):\(password)".utf8).base64EncodedString())"
}

/// A web configuration file that a test can change: what it says is given in code, that it changed is seen on the disk.
final class ChangingWebConfiguration: Sendable {
    /// What is wrong with it.
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    private let path: String
    private let contents: Locked<Result<WebConfiguration, Broken>>
    private let revision = Locked(0)

    init(in folder: ScratchFolder, _ configuration: WebConfiguration) throws {
        path = folder.path("web.yml")
        contents = Locked(.success(configuration))
        try touch()
    }

    var file: WebConfigurationFile {
        WebConfigurationFile(path: path) { [contents] in try contents.withLock { $0 }.get() }
    }

    func change(to new: Result<WebConfiguration, Broken>) throws {
        contents.withLock { $0 = new }
        try touch()
    }

    func touch() throws {
        let number = revision.withLock { revision in
            revision += 1
            return revision
        }
        try Data(String(repeating: "#", count: number).utf8).write(to: URL(filePath: path))
    }
}

extension RunningServer {
    /// A server behind a web configuration that can change, with something to serve.
    static func guarded(
        by configuration: WebConfiguration, _ change: (inout ExporterServer.Configuration) -> Void = { _ in },
        _ body: (RunningServer, ChangingWebConfiguration) async throws -> Void
    ) async throws {
        try await ScratchFolder.with { folder in
            let file = try ChangingWebConfiguration(in: folder, configuration)
            try await with(
                {
                    $0.webConfiguration = file.file
                    change(&$0)
                }, snapshot: Snapshot.sample(at:)
            ) { server in
                try await body(server, file)
            }
        }
    }

    /// Lets the server look at its files, and waits until it has: twice, as it waits for changes to settle.
    func lookAtFiles() async throws {
        for _ in 0..<2 { try await lookAtFilesOnce() }
    }

    func lookAtFilesOnce() async throws {
        try await time.sleepers(atLeast: 1)
        time.advance(by: .seconds(1))
        try await time.sleepers(atLeast: 1)
    }
}
