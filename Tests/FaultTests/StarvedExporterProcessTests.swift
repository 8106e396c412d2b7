import Glibc
import LiteLLMSimulator
import TestSupport
import TestTraits
import Testing
import Threading

/// The program itself, where this machine lacks what it needs.
@Suite("An exporter that lacks something", .serialized, .whenTheMachineIsCalm, .timeLimit(.minutes(10)))
struct StarvedExporterProcessTests {
    private static let descriptors = 48
    /// `F_SETPIPE_SZ`, which Swift does not see.
    private static let setPipeSize: Int32 = 1031

    @Test("Without file descriptors polls go on, no processor is kept busy, and scrapes work when there are some again")
    func noDescriptors() async throws {
        guard ChildProcess.isInstalled("prlimit") else { return print("SKIPPED file descriptors: no prlimit") }
        try await SimulatedLiteLLM.with { litellm in
            let launcher = ["prlimit", "--nofile=\(Self.descriptors)"]
            let outcome = try await ExporterProcess.with(launcher, reading: litellm.url, ["--state-file=off"]) {
                exporter in
                try await exporter.page(where: "LiteLLM's numbers") { await litellm.isTold(by: $0) }
                let said = exporter.child.output
                let usual = try await processorShare(of: exporter, during: litellm)
                try await HeldConnections.with(2 * Self.descriptors, port: exporter.port, sending: "GET /metrics") {
                    try await Waiting.wait(for: "no descriptor is left") {
                        exporter.openDescriptors == Self.descriptors
                    }
                    // A thread that spins takes all of a processor besides.
                    let share = try await processorShare(of: exporter, during: litellm)
                    #expect(share < usual + 0.3, "it spins: \(share) of a processor, usually \(usual)")
                }
                await litellm.spendOneDollarEach()
                try await exporter.page(where: "LiteLLM's numbers again") { await litellm.isTold(by: $0) }
                let lines = exporter.child.output.dropFirst(said.count).split(separator: "\n")
                // How often sweeps begin follows the machine's load.
                let new = lines.filter { !$0.contains(" begin every ") }
                #expect(new.count { $0.contains("no connection can be accepted") } == 1, "\(lines)")
                // A sweep that begins beside more others than any before needs a connection that there cannot be.
                let others = new.filter { !$0.contains("no connection can be accepted") }
                #expect(
                    others.allSatisfy { $0.contains("reason=connection") || $0.contains("can be read again") },
                    "\(lines)")
            }
            #expect(outcome.status == 0, "\(outcome.output)")
        }
    }

    /// Of one processor, while LiteLLM is swept some times.
    private func processorShare(of exporter: ExporterProcess, during litellm: SimulatedLiteLLM) async throws -> Double {
        let (start, used) = (ContinuousClock.now, exporter.processorSeconds)
        try await litellm.sweeps(5)
        return (exporter.processorSeconds - used) / (ContinuousClock.now - start).seconds
    }

    @Test("Where the state file may not grow, that is said once and counters go on; so it is when it may again")
    func noRoomForState() async throws {
        guard ChildProcess.isInstalled("prlimit") else { return print("SKIPPED room for the state: no prlimit") }
        try await SimulatedLiteLLM.with { litellm in
            try await ScratchFolder.with { folder in
                let launcher = ["prlimit", "--fsize=131072:unlimited"]
                let arguments = ["--state-file=\(folder.path("state.db"))"]
                let outcome = try await ExporterProcess.with(launcher, reading: litellm.url, arguments) { exporter in
                    let before = try await exporter.page(where: "LiteLLM's numbers") { await litellm.isTold(by: $0) }
                    #expect(before.value("litellm_budget_exporter_state_up") == 1)
                    var dollars = 0.0
                    try await exporter.page(where: "the state is missed") { page in
                        await litellm.spendOneDollarEach()
                        dollars += 1
                        return page.value("litellm_budget_exporter_state_up") == 0
                    }
                    try await litellm.sweeps(5)
                    let during = try await exporter.page(where: "numbers without state") {
                        await litellm.isTold(by: $0)
                    }
                    during.expectTotals(of: before, plus: dollars)
                    let lines = exporter.child.output.split(separator: "\n")
                    #expect(lines.count { $0.contains("no room to write the state file") } == 1, "\(lines)")
                    let outcome = try await ChildProcess.run(
                        "prlimit", ["--pid=\(exporter.child.pid)", "--fsize=unlimited:unlimited"])
                    #expect(outcome.status == 0)
                    try await exporter.page(where: "the state is back") {
                        await litellm.spendOneDollarEach()
                        return $0.value("litellm_budget_exporter_state_up") == 1
                    }
                }
                #expect(outcome.status == 0, "\(outcome.output)")
                let lines = outcome.output.split(separator: "\n")
                #expect(lines.count { $0.contains("the state file can be written again") } == 1, "\(lines)")
                #expect(lines.count { $0.contains("no room to write the state file") } == 1, "\(lines)")
            }
        }
    }

    @Test("Where the log cannot be written, nothing else stops")
    func noRoomForLog() async throws {
        try await SimulatedLiteLLM.with { litellm in
            let launcher = ["sh", "-c", #"exec "$0" "$@" 2>/dev/full"#]
            let outcome = try await ExporterProcess.with(
                launcher, reading: litellm.url, ["--state-file=off", "--log.level=debug"]
            ) { exporter in
                try await exporter.page(where: "LiteLLM's numbers") { await litellm.isTold(by: $0) }
                try await litellm.sweeps(3)
                await litellm.spendOneDollarEach()
                try await exporter.page(where: "LiteLLM's numbers again") { await litellm.isTold(by: $0) }
            }
            #expect(outcome.status == 0)
        }
    }

    @Test("Where nobody reads the log, nothing else stops, and how much was lost is told to who reads it again")
    func stalledLog() async throws {
        try await SimulatedLiteLLM.with { litellm in
            try await ScratchFolder.with { folder in
                let path = folder.path("log")
                #expect(mkfifo(path, 0o600) == 0)
                let log = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
                defer { close(log) }
                let pageSize: Int32 = 4096
                #expect(fcntl(log, Self.setPipeSize, pageSize) == pageSize)
                let launcher = ["sh", "-c", #"exec "$0" "$@" 2>"\#(path)""#]
                let outcome = try await ExporterProcess.with(
                    launcher, reading: litellm.url, ["--state-file=off", "--log.level=debug"]
                ) { exporter in
                    try await exporter.page(where: "LiteLLM's numbers") { await litellm.isTold(by: $0) }
                    try await Waiting.wait(for: "a full log") {
                        var descriptor = pollfd(fd: log, events: Int16(POLLOUT), revents: 0)
                        return poll(&descriptor, 1, 0) == 0
                    }
                    try await litellm.sweeps(10)
                    await litellm.spendOneDollarEach()
                    try await exporter.page(where: "LiteLLM's numbers again") { await litellm.isTold(by: $0) }
                    var text = ""
                    try await Waiting.wait(for: "the line about what was lost") {
                        var buffer = [UInt8](repeating: 0, count: 1 << 16)
                        let count = read(log, &buffer, buffer.count)
                        text += String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
                        return text.contains(/level=warn msg="[0-9]+ lines were lost, as nothing took them"\n/)
                    }
                }
                #expect(outcome.status == 0)
            }
        }
    }

    @Test("A name that is not known yet is one line a source, no number, and no trouble once it is known")
    func nameUnknown() async throws {
        guard geteuid() == 0, try await ChildProcess.run("unshare", ["-m", "true"]).status == 0 else {
            return print("SKIPPED name resolution: no mounts of its own (not root, or no unshare)")
        }
        try await SimulatedLiteLLM.with { litellm in
            try await ScratchFolder.with { folder in
                let hosts = try folder.write("hosts", "127.0.0.1 localhost\n")
                let order = try folder.write("nsswitch.conf", "hosts: files\n")
                let mounts = "mount --bind \(hosts) /etc/hosts && mount --bind \(order) /etc/nsswitch.conf || exit 99"
                let launcher = ["unshare", "-m", "sh", "-c", mounts + #"; exec "$0" "$@""#]
                let url = "http://litellm.fault.example:\(litellm.port)"
                let outcome = try await ExporterProcess.with(launcher, reading: url, ["--state-file=off"]) { exporter in
                    let during = try await exporter.page(where: "failed sweeps") { $0.sweeps("teams", "failed") >= 3 }
                    #expect(during.numbers.isEmpty)
                    #expect(during.value("litellm_up") == 0)
                    #expect(Set(during.failures.keys) == ["connection"])
                    // In the same file, as it is mounted.
                    let file = open(hosts, O_WRONLY | O_APPEND)
                    let line = "127.0.0.1 litellm.fault.example\n"
                    #expect(write(file, line, line.utf8.count) == line.utf8.count)
                    close(file)
                    try await exporter.page(where: "LiteLLM's numbers") { await litellm.isTold(by: $0) }
                }
                #expect(outcome.status == 0, "\(outcome.output)")
                let lines = outcome.output.split(separator: "\n")
                for source in ExpositionPage.sources {
                    #expect(lines.count { $0.contains("cannot read \(source): ") } == 1, "\(lines)")
                }
            }
        }
    }
}
