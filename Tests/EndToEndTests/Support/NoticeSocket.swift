import FoundationEssentials
import Glibc

/// A socket on which a service manager is told how a program does.
struct NoticeSocket: ~Copyable {
    /// Where no socket could be had.
    struct Failure: Error {
        let code = errno
    }

    /// As the variable `NOTIFY_SOCKET` has it.
    let name: String
    private let descriptor: Int32

    /// - Parameter name: That of an abstract socket after `@`, so that no file is left behind.
    init(abstract name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw Failure() }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = [0] + Array(name.utf8.dropFirst())
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) } == 0
        }
        guard isBound else { throw Failure() }
    }

    deinit {
        close(descriptor)
    }

    /// What has come since the last call, in order.
    func notices() -> [String] {
        var notices: [String] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else { return notices }
            notices.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
    }
}
