import FoundationEssentials
import Glibc
import Polling
import Serving
import TestSupport
import Testing
import Threading

@Suite("A web configuration that changes", .timeLimit(.minutes(10))) struct WebReloadTests {
    private static func configuration(_ users: [String: BcryptHash]) -> WebConfiguration {
        var configuration = WebConfiguration()
        configuration.users = users
        return configuration
    }

    private static func statuses(_ server: RunningServer) async throws -> [Int] {
        var statuses: [Int] = []
        for login in [basic("alice", "wonderland"), basic("bob", "looking-glass")] {
            statuses.append(try await server.ask("GET", "/metrics", [login]).status)
        }
        return statuses
    }

    @Test("is taken up at the next look: new users get in, and those that are gone do not, on open connections too")
    func users() async throws {
        try await RunningServer.guarded(by: Self.configuration(["alice": .alice])) { server, file async throws in
            try await TestConnection.with(port: server.port) { connection async throws in
                #expect(try await Self.statuses(server) == [200, 401])
                #expect(try await connection.ask("GET", "/metrics", [basic("alice", "wonderland")]).status == 200)
                try file.change(to: .success(Self.configuration(["bob": .bob])))
                try await server.lookAtFiles()
                #expect(try await Self.statuses(server) == [401, 200])
                #expect(try await connection.ask("GET", "/metrics", [basic("alice", "wonderland")]).status == 401)
            }
        }
    }

    @Test("keeps the one before when it is broken, says so once, and is taken up when it is mended")
    func broken() async throws {
        try await RunningServer.guarded(by: Self.configuration(["alice": .alice])) { server, file async throws in
            try file.change(to: .failure(.init(description: "web.yml:3: it is broken")))
            for _ in 0..<3 {
                try file.touch()
                try await server.lookAtFiles()
                #expect(try await Self.statuses(server) == [200, 401])
            }
            func errors() -> [String] { server.log.lines.filter { $0.hasPrefix("error ") } }
            #expect(errors().count == 1, "\(errors())")
            #expect(errors().first?.contains("web.yml:3: it is broken") == true)
            try file.change(to: .success(Self.configuration(["bob": .bob])))
            try await server.lookAtFiles()
            #expect(try await Self.statuses(server) == [401, 200])
            try file.change(to: .failure(.init(description: "web.yml:3: it is broken")))
            try await server.lookAtFiles()
            #expect(errors().count == 2, "what breaks again is said again")
        }
    }

    @Test("tells when it was taken last, and whether the newest could be")
    func status() async throws {
        let status = Published<ReloadStatus?>(nil)
        try await ScratchFolder.with { folder in
            let file = try ChangingWebConfiguration(in: folder, Self.configuration(["alice": .alice]))
            try await RunningServer.with(
                { $0.webConfiguration = file.file }, snapshot: Snapshot.sample(at:), certificateReload: status
            ) { server async throws in
                let startedAt = try #require(status.value).succeededAt
                #expect(status.value?.isSuccessful == true)
                try file.change(to: .failure(.init(description: "web.yml:3: it is broken")))
                try await server.lookAtFiles()
                #expect(status.value?.isSuccessful == false)
                #expect(status.value?.succeededAt == startedAt)
                try file.change(to: .success(Self.configuration(["bob": .bob])))
                try await server.lookAtFiles()
                #expect(status.value?.isSuccessful == true)
                #expect(status.value.map { $0.succeededAt > startedAt } == true)
            }
        }
        let none = Published<ReloadStatus?>(nil)
        try await RunningServer.with(certificateReload: none) { _ in #expect(none.value == nil) }
    }

    @Test("tells that it is well again when the files are again just as they were when they were taken")
    func takenBack() async throws {
        let status = Published<ReloadStatus?>(nil)
        try await ScratchFolder.with { folder in
            let (first, second) = (String(repeating: "a", count: 32), String(repeating: "b", count: 32))
            let path = folder.path("tokens")
            for (name, tokens) in [("first", first), ("second", second), ("broken", "")] {
                try folder.write(name, tokens)
            }
            // As Kubernetes changes what it mounts: a link that points elsewhere.
            func point(to name: String) throws {
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path("next"), withDestinationPath: folder.path(name))
                guard rename(folder.path("next"), path) == 0 else { throw CancellationError() }
            }
            try point(to: "first")
            var configuration = WebConfiguration()
            configuration.bearerTokens = .init(path: path, place: "web.yml:1: tokens")
            let file = try ChangingWebConfiguration(in: folder, configuration)
            try await RunningServer.with(
                { $0.webConfiguration = file.file }, snapshot: Snapshot.sample(at:), certificateReload: status
            ) { server async throws in
                for name in ["second", "first"] {
                    try point(to: "broken")
                    try await server.lookAtFiles()
                    #expect(status.value?.isSuccessful == false)
                    try point(to: name)
                    try await server.lookAtFiles()
                    #expect(status.value?.isSuccessful == true, "\(name)")
                }
                try point(to: "broken")
                try await server.lookAtFiles()
                try point(to: "first")
                try await server.lookAtFiles()
                #expect(status.value?.isSuccessful == true, "nothing differs from what is in force")
            }
        }
    }

    @Test("keeps strangers from having the configuration read anew")
    func reload() async throws {
        try await RunningServer.guarded(by: Self.configuration(["alice": .alice]), { $0.allowsReload = true }) {
            server, _ async throws in
            #expect(try await server.ask("POST", "/-/reload", ["Content-Length: 0"]).status == 401)
            let login = [basic("alice", "wonderland"), "Content-Length: 0"]
            #expect(try await server.ask("POST", "/-/reload", login).status == 503, "nobody reloads in this test")
        }
    }

    @Test("is not taken while it is being written, and never lets in who was kept out")
    func halfWritten() async throws {
        try await RunningServer.guarded(by: Self.configuration(["alice": .alice])) { server, file async throws in
            try file.change(to: .success(Self.configuration(["bob": .bob])))
            try await server.lookAtFilesOnce()
            #expect(try await Self.statuses(server) == [200, 401], "it may change on")
            // What an empty file says: everybody may read.
            try file.change(to: .success(WebConfiguration()))
            for _ in 0..<3 { try await server.lookAtFilesOnce() }
            #expect(try await Self.statuses(server) == [200, 401])
            #expect(try await server.ask("GET", "/metrics").status == 401)
            #expect(server.log.lines.contains { $0.hasPrefix("error ") && $0.contains("neither users nor tokens") })
            try file.change(to: .success(Self.configuration(["bob": .bob])))
            try await server.lookAtFiles()
            #expect(try await Self.statuses(server) == [401, 200])
        }
    }

    @Test("does not lift the limit of requests, but may change it")
    func rateLimit() async throws {
        var limited = Self.configuration(["alice": .alice])
        limited.rateLimit = .init(interval: .seconds(3600), burst: 1000)
        var limitedFurther = limited
        limitedFurther.rateLimit = .init(interval: .seconds(3600), burst: 2)
        try await RunningServer.guarded(by: limited) { server, file async throws in
            #expect(try await Self.statuses(server) == [200, 401])
            // What a file says that is cut off before its limit.
            try file.change(to: .success(Self.configuration(["bob": .bob])))
            try await server.lookAtFiles()
            #expect(try await Self.statuses(server) == [200, 401], "the rules before stay in force")
            #expect(server.log.lines.contains { $0.hasPrefix("error ") && $0.contains("has no rate_limit any more") })
            try file.change(to: .success(limitedFurther))
            try await server.lookAtFiles()
            #expect(try await Self.statuses(server) == [200, 401])
            #expect(try await server.ask("GET", "/metrics", [basic("alice", "wonderland")]).status == 429)
        }
    }

    @Test("is not read as long as no file changes")
    func untouched() async throws {
        try await RunningServer.guarded(by: Self.configuration(["alice": .alice])) { server, _ async throws in
            for _ in 0..<3 { try await server.lookAtFiles() }
            #expect(!server.log.lines.contains { $0.contains("taken anew") })
        }
    }

    @Test("with tokens: a file of them that is replaced counts, and one that is emptied does not open the door")
    func tokens() async throws {
        try await ScratchFolder.with { folder in
            let first = String(repeating: "a", count: 32)
            let second = String(repeating: "b", count: 32)
            let path = try folder.write("tokens", first)
            var configuration = WebConfiguration()
            configuration.bearerTokens = .init(path: path, place: "web.yml:1: tokens")
            try await RunningServer.guarded(by: configuration) { server, _ async throws in
                func statuses() async throws -> [Int] {
                    var statuses = [try await server.ask("GET", "/metrics").status]
                    for token in [first, second] {
                        statuses.append(
                            try await server.ask("GET", "/metrics", ["Authorization: Bearer \(token)"]).status)
                    }
                    return statuses
                }
                #expect(try await statuses() == [401, 200, 401])
                // As Kubernetes and careful programs do: another file in its place, of the same size.
                try Data(second.utf8).write(to: URL(filePath: path), options: .atomic)
                try await server.lookAtFiles()
                #expect(try await statuses() == [401, 401, 200])
                try folder.write("tokens", "")
                try await server.lookAtFiles()
                #expect(try await statuses() == [401, 401, 200])
                try FileManager.default.removeItem(atPath: path)
                try await server.lookAtFiles()
                #expect(try await statuses() == [401, 401, 200])
                // Without the name: it may be the token, written in the wrong place.
                #expect(server.log.lines.contains { $0.contains("tokens: the file that it names cannot be read") })
                #expect(!server.log.lines.contains { $0.contains("\(path) cannot be read") })
            }
        }
    }

    @Test("stops the server from starting when it is broken")
    func brokenAtStart() async throws {
        await #expect(throws: ChangingWebConfiguration.Broken.self) {
            try await ScratchFolder.with { folder in
                let file = try ChangingWebConfiguration(in: folder, WebConfiguration())
                try file.change(to: .failure(.init(description: "broken")))
                try await RunningServer.with({ $0.webConfiguration = file.file }) { _ in
                    Issue.record("it listens")
                }
            }
        }
    }
}
