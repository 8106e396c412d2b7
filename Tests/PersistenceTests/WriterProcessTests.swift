import Budgets
import FoundationEssentials
import Glibc
import Persistence
import TestSupport
import Testing
import Threading

/// With `LedgerWriter` as a process of its own.
@Suite("State files and other processes", .serialized, .timeLimit(.minutes(10))) struct WriterProcessTests {
    private static let writer = {
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return tests.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/LedgerWriter"
    }()

    /// What a program printed, without the ends of lines.
    private static func text(_ output: String) -> String {
        output.filter { $0 != "\n" }
    }

    /// The highest number that the program said was kept.
    private static func lastKept(_ output: String) -> Int {
        text(output).split(separator: "kept ").compactMap { Int($0.prefix { $0.isNumber }) }.max() ?? 0
    }

    /// Whether what is read is just what the program had handed over up to some number, with nothing missing and nothing twice.
    private static func isGapless(_ contents: Contents) -> Bool {
        let all = (0..<7).allSatisfy { remainder in
            let account = AccountID.team("\(remainder)")
            let covered = contents.folded[account].flatMap { Int(String(decoding: $0.bytes, as: UTF8.self)) } ?? 0
            let numbers = contents.looks.filter { $0.account == account }.map(\.number)
            let expected = (covered..<max(covered, contents.lastNumber)).map { $0 + 1 }.filter { $0 % 7 == remainder }
            return numbers == expected
        }
        return all && contents.looks.allSatisfy { $0.spend.amount == Double($0.number) }
            && contents.lookedAt[.team]?.unixSeconds == Double(contents.lastNumber)
    }

    @Test("whatever was appended is there after kill -9 at any instant")
    func survivesKilling() async throws {
        try await ScratchFolder.with { folder in
            var generator = SystemRandomNumberGenerator()
            var kept = 0
            for round in 0..<12 {
                let wanted = kept + Int.random(in: 1...120, using: &generator)
                let wait = UInt32.random(in: 0...3_000, using: &generator)
                let (_, outcome) = try await ChildProcess.with(Self.writer, [folder.statePath]) { child in
                    try await child.line(containing: "kept \(wanted)")
                    usleep(wait)
                    kill(child.pid, SIGKILL)
                    try await child.ending()
                }
                #expect(outcome.status == 128 + SIGKILL)
                kept = Self.lastKept(outcome.output)
                #expect(kept >= wanted)
                let opened = try await folder.open()
                #expect(opened.setAside == nil)
                let contents = opened.contents
                // One more may have been written and not yet been said.
                #expect(
                    (kept...kept + 1).contains(contents.lastNumber), "round \(round): \(kept), \(contents.lastNumber)")
                #expect(Self.isGapless(contents), "round \(round)")
                kept = contents.lastNumber
                await opened.store.close()
            }
        }
    }

    @Test("a file that another process holds is not touched, and read once that was killed")
    func otherProcessHolds() async throws {
        try await ScratchFolder.with { folder in
            try await ChildProcess.with(Self.writer, [folder.statePath]) { child in
                try await child.line(containing: "kept 1")
                let error = try await folder.refusal()
                #expect(error == .locked(path: folder.statePath, waited: .zero))
                let second = try await ChildProcess.run(Self.writer, [folder.statePath])
                #expect(second.output.contains("is locked by another process, after waiting for 0.3 seconds"))
                kill(child.pid, SIGKILL)
                try await child.ending()
            }
            let contents = try await folder.open().contents
            #expect(contents.lastNumber > 0)
            #expect(Self.isGapless(contents))
        }
    }

    @Test(
        "where a file may grow no further, that is said once, nothing is lost, and it goes on when there is room again")
    func noRoom() async throws {
        try await ScratchFolder.with { folder in
            for limit in [65_536, 100_000, 131_072] {
                let name = "state-\(limit).db"
                let (_, outcome) = try await ChildProcess.with(Self.writer, [folder.path(name), "\(limit)"]) { child in
                    try await child.line(containing: "works again")
                    kill(child.pid, SIGKILL)
                    try await child.ending()
                }
                let failure =
                    "failing: no room to write the state file \(folder.path(name)); free some, or raise the quota"
                #expect(Self.text(outcome.output).contains(failure + "works again"), "\(outcome.output.suffix(500))")
                let contents = try await folder.open(name).contents
                #expect(contents.lastNumber >= Self.lastKept(outcome.output))
                #expect(Self.isGapless(contents))
            }
        }
    }

    /// Runs a script as root in a mount namespace of its own, with an empty file system of a few pages at `disk`.
    private func onSmallDisk(_ folder: ScratchFolder, kilobytes: Int, _ script: String) async throws -> String? {
        guard geteuid() == 0 else { return nil }
        let disk = folder.path("disk")
        mkdir(disk, 0o700)
        let mount = "mount -t tmpfs -o size=\(kilobytes)k none '\(disk)' || exit 99; "
        let outcome = try await ChildProcess.run("unshare", ["-m", "sh", "-c", mount + script])
        return outcome.status == 99 || outcome.output.contains("unshare failed") ? nil : outcome.output
    }

    @Test("on a full disk a new file is refused, and one in use waits for room")
    func fullDisk() async throws {
        try await ScratchFolder.with { folder in
            let disk = folder.path("disk")
            let fill = "dd if=/dev/zero of='\(disk)/other' bs=4k 2>/dev/null; "
            guard
                let refused = try await onSmallDisk(
                    folder, kilobytes: 64, fill + "'\(Self.writer)' '\(disk)/state.db'")
            else { return print("SKIPPED full disk: no file system of its own (not root, or no unshare)") }
            #expect(refused.contains("without state: no room to write the state file \(disk)/state.db"))
            let later = try await onSmallDisk(
                folder, kilobytes: 256,
                """
                '\(Self.writer)' '\(disk)/state.db' > '\(folder.path("log"))' & writer=$!
                until grep -q failing '\(folder.path("log"))'; do sleep 0.05; done
                mount -o remount,size=64m '\(disk)'
                until grep -q 'works again' '\(folder.path("log"))'; do sleep 0.05; done
                kill -9 $writer
                cp '\(disk)/state.db' '\(disk)/state.db-wal' '\(folder.path)/'
                """)
            #expect(later != nil)
            let log = String(decoding: try folder.bytes("log"), as: UTF8.self)
            #expect(log.contains("failing: no room to write the state file"))
            let contents = try await folder.open().contents
            #expect(contents.lastNumber >= Self.lastKept(log))
            #expect(Self.isGapless(contents))
        }
    }

    @Test("a disk that can only be read is said, and the file stays as it is")
    func readOnlyDisk() async throws {
        try await ScratchFolder.with { folder in
            let disk = folder.path("disk")
            let writer = "'\(Self.writer)' '\(disk)/state.db'"
            guard
                let output = try await onSmallDisk(
                    folder, kilobytes: 4_096,
                    """
                    mount -o remount,ro '\(disk)'
                    \(writer)
                    mount -o remount,rw '\(disk)'
                    printf rubbish > '\(disk)/state.db'
                    mount -o remount,ro '\(disk)'
                    \(writer)
                    ls '\(disk)'
                    """)
            else { return print("SKIPPED read-only disk: no file system of its own (not root, or no unshare)") }
            #expect(
                Self.text(output) == """
                    without state: the state file \(disk)/state.db cannot be created: Read-only file system; let this user \
                    write to its folder, or name another\
                    without state: the state file \(disk)/state.db cannot be written; make it and its folder writable for \
                    this user, or name another\
                    state.db
                    """)
        }
    }

    @Test(
        "without permission, it is said what to change; a file that cannot be read is set aside where that can be done")
    func permissions() async throws {
        try await ScratchFolder.with { folder in
            let path = folder.statePath
            let user = ["--reuid=65534", "--regid=65534", "--clear-groups"]
            chmod(folder.path, 0o755)
            guard geteuid() == 0,
                try await ChildProcess.run("setpriv", user + ["test", "-x", Self.writer]).status == 0
            else { return print("SKIPPED permissions: not root, or others may not run the tests' programs") }
            func output() async throws -> String {
                Self.text(try await ChildProcess.run("setpriv", user + [Self.writer, path]).output)
            }
            #expect(
                try await output() == """
                    without state: the state file \(path) cannot be created: Permission denied; let this user write to its \
                    folder, or name another
                    """)
            try folder.write("state.db", "of another user")
            chmod(path, 0o600)
            #expect(
                try await output() == """
                    without state: the state file \(path) cannot be used, as it cannot be read: Permission denied, and \
                    cannot be renamed: Permission denied; move it away
                    """)
            chmod(folder.path, 0o777)
            chmod(path, 0o644)
            #expect(
                try await output() == """
                    without state: the state file \(path) cannot be written; make it and its folder writable for this \
                    user, or name another
                    """)
            chmod(path, 0o600)
            let last = try await output()
            #expect(
                last.hasPrefix(
                    "set aside: the state file \(path) cannot be used, as it cannot be read: Permission denied; it was "
                ))
            #expect(Self.lastKept(last) == 20_000)
        }
    }
}
