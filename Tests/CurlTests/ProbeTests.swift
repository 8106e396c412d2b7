import FoundationEssentials
import Glibc
import TestSupport
import Testing

extension CurlProcessTests {
    @Suite("Processes of our own")
    struct Own {
        /// Runs one of `Probes` in this program, started again.
        private func run(
            _ probe: String, environment: [String: String] = [:], through wrapper: [String] = []
        ) async throws {
            let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let command =
                wrapper + [program, "--testing-library", "swift-testing", "--filter", "Probes/\(probe)"]
            let outcome = try await ChildProcess.run(
                command[0], Array(command.dropFirst()),
                environment: environment.merging(["CURL_PROBE": "1"]) { $1 })
            #expect(outcome.status == 0, "\(outcome.output)")
            // A probe that was not found fails nothing.
            #expect(outcome.output.contains("Test run with 1 test"), "\(outcome.output)")
        }

        @Test("The thread, the connections and the descriptors of a client go with its last reference")
        func lifetime() async throws {
            try await run("lifetime")
        }

        @Test("Proxies of the environment are used unless told otherwise")
        func proxyFromEnvironment() async throws {
            try await FaultProxy.with(CannedAnswer(text: "proxied")) { proxy in
                try await run(
                    "proxyFromEnvironment", environment: ["http_proxy": proxy.url, "no_proxy": "localhost"])
                #expect(proxy.requests.count == 2)
            }
        }

        @Test(
            "The password of an HTTP proxy is in no error, however it is written",
            arguments: ["#", "/", "?", " ", "@", "#@", "%"].flatMap {
                ["http://svc:CANARY\($0)x@litellm.invalid:3128", "svc:CANARY\($0)x@litellm.invalid:3128"]
            })
        func passwordOfProxy(url: String) async throws {
            try await run("unusableProxy", environment: ["http_proxy": url])
        }

        @Test("A name server that never answers holds up nobody else")
        func stuckResolver() async throws {
            guard let nameServer = SilentNameServer() else {
                print("SKIPPED stuck resolver: port 53 of a loopback address cannot be had (not root)")
                return
            }
            try await ScratchFolder.with { folder in
                let configuration = "nameserver \(nameServer.address)\noptions timeout:30 attempts:5\n"
                let mounts = [
                    "/etc/resolv.conf": try folder.write("resolv.conf", configuration),
                    "/etc/nsswitch.conf": try folder.write("nsswitch.conf", "hosts: files dns\n"),
                ]
                guard let namespace = try await Self.namespace(mounts) else {
                    print("SKIPPED stuck resolver: no mount namespace of its own (not root, or no unshare)")
                    return
                }
                try await run("stuckResolver", through: namespace)
                #expect(nameServer.wasAsked, "nobody asked the name server, so nothing was shown")
            }
        }

        @Test("With a CA file, the system's authorities are not trusted any more")
        func systemAuthorities() async throws {
            let system = "/etc/ssl/certs"
            guard access(system + "/ca-certificates.crt", R_OK) == 0 else {
                print("SKIPPED system authorities: this system keeps them elsewhere than in \(system)")
                return
            }
            try await NginxServer.with { server in
                let folder = server.certificates.folder
                let hash = try await ChildProcess.run(
                    "openssl", ["x509", "-noout", "-hash", "-in", server.certificates.caFile]
                ).output.prefix { $0 != "\n" }
                try FileManager.default.createDirectory(
                    atPath: folder.path("system"), withIntermediateDirectories: false)
                for (source, name) in [("stranger.pem", "ca-certificates.crt"), ("ca.pem", "\(hash).0")] {
                    try FileManager.default.copyItem(
                        atPath: folder.path(source), toPath: folder.path("system/" + name))
                }
                guard let namespace = try await Self.namespace([system: folder.path("system")]) else {
                    print("SKIPPED system authorities: no mount namespace of its own (not root, or no unshare)")
                    return
                }
                let environment = [
                    "SERVER_URL": server.http2URL, "STRANGER_FILE": server.certificates.strangerFile,
                ]
                try await run("systemAuthorities", environment: environment, through: namespace)
            }
        }

        /// A command that runs the one behind it where files and folders are replaced; nil when this is not allowed.
        private static func namespace(_ replacements: [String: String]) async throws -> [String]? {
            guard ChildProcess.isInstalled("unshare") else { return nil }
            let mounts = replacements.filter { access($0.key, F_OK) == 0 }.map { "mount --bind \($1) \($0)\n" }
            let script = "set -e\n" + mounts.joined() + "exec \"$0\" \"$@\""
            let command = ["unshare", "-m", "sh", "-c", script]
            let trial = try await ChildProcess.run(command[0], Array(command.dropFirst()) + ["true"])
            return trial.status == 0 ? command : nil
        }
    }
}

/// A UDP socket where name servers listen, on a loopback address that hardly anybody else has.
private final class SilentNameServer {
    let address: String
    private let descriptor: Int32

    init?() {
        let number = 0x7F00_0000 + UInt32.random(in: 0x10_0000...0xFF_0000)
        address = [24, 16, 8, 0].map { "\(number >> $0 & 255)" }.joined(separator: ".")
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = UInt16(53).bigEndian
        name.sin_addr.s_addr = number.bigEndian
        let code = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        self.descriptor = descriptor
        guard code == 0 else { return nil }
    }

    deinit {
        close(descriptor)
    }

    var wasAsked: Bool {
        var buffer = [UInt8](repeating: 0, count: 512)
        return recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT)) > 0
    }
}
