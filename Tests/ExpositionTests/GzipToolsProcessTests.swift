import Exposition
import Glibc
import Testing

/// Starts processes, and is therefore left out of runs with the thread sanitizer.
@Suite("Gzip bodies and other programs", .serialized, .timeLimit(.minutes(10)))
struct GzipToolsProcessTests {
    private static func page() -> Exposition {
        var builder = SegmentBuilder(.counter("litellm_team_spend_usd_total", unit: .usd, help: "Spend."))
        for block in 0..<40 {
            builder.render { writer in
                for row in 0..<64 {
                    writer.sample(LabelBlock(["team_id": "team-\(block)-\(row)"]), Double(block * row) / 16)
                }
            }
        }
        return Exposition([builder.finish()])
    }

    @Test("gzip -t accepts a body", arguments: ExpositionFormat.allCases)
    func gzipTest(format: ExpositionFormat) throws {
        try ScratchFile.withFile { file in
            try file.write(Self.page().body(format, .gzip).bytes)
            let command = ["sh", "-c", "gzip -t < \"$0\"", file.path]
            guard Program.isInstalled("gzip") else {
                print("SKIPPED gzip -t: not on this machine")
                return
            }
            #expect(Program.run(command) == 0)
            var damaged = Self.page().body(format, .gzip).bytes
            damaged[damaged.count - 7] ^= 1
            try file.write(damaged)
            #expect(Program.run(command, silently: true) != 0, "gzip must notice a wrong CRC")
        }
    }

    @Test("zcat and Python's gzip read a body back, to the byte", arguments: ExpositionFormat.allCases)
    func readBack(format: ExpositionFormat) throws {
        let python = "import gzip,sys; open(sys.argv[2],'wb').write(gzip.open(sys.argv[1]).read())"
        try ScratchFile.withFile { input in
            try ScratchFile.withFile { output in
                try input.write(Self.page().body(format, .gzip).bytes)
                let commands = [
                    ("zcat", ["sh", "-c", "zcat < \"$0\" > \"$1\"", input.path, output.path]),
                    ("python3", ["python3", "-c", python, input.path, output.path]),
                ]
                for (name, command) in commands {
                    try output.write([])
                    guard Program.isInstalled(name) else {
                        print("SKIPPED \(name): not on this machine")
                        continue
                    }
                    #expect(Program.run(command) == 0, "\(name)")
                    #expect(try output.bytes() == Self.page().body(format, .identity).bytes, "\(name)")
                }
            }
        }
    }
}

/// A program found by `PATH`.
private enum Program {
    static func isInstalled(_ name: String) -> Bool {
        run(["sh", "-c", "command -v \(name)"], silently: true) == 0
    }

    /// Runs a command to its end.
    ///
    /// - Returns: Its exit status, 128 and the signal where one ended it; nil where there is no such program.
    static func run(_ command: [String], silently: Bool = false) -> Int32? {
        let arguments = command.map { strdup($0) } + [nil]
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let environment = [strdup("PATH=\(path)"), strdup("LC_ALL=C"), nil]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        for descriptor: Int32 in silently ? [1, 2] : [] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        defer {
            for text in arguments + environment {
                free(text)
            }
            posix_spawn_file_actions_destroy(&actions)
        }
        var process: pid_t = 0
        guard posix_spawnp(&process, command[0], &actions, nil, arguments, environment) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}

/// A file of its own, removed in the end.
private struct ScratchFile {
    struct Failure: Error {
        let code: Int32
    }

    let path: String

    static func withFile(_ body: (ScratchFile) throws -> Void) throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/exposition-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw Failure(code: errno) }
        close(descriptor)
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        defer { unlink(path) }
        try body(ScratchFile(path: path))
    }

    func write(_ bytes: [UInt8]) throws {
        guard let file = fopen(path, "w") else { throw Failure(code: errno) }
        let written = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, written == bytes.count else { throw Failure(code: errno) }
    }

    func bytes() throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Failure(code: errno) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
            bytes.append(contentsOf: buffer.prefix(count))
        }
        return bytes
    }
}
