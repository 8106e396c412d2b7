import Glibc

/// The service manager that started this program, where it wants to be told how the program does: systemd, for units of
/// `Type=notify`.
///
/// Each notice is a datagram to the socket that the variable `NOTIFY_SOCKET` names; see sd_notify(3). Nobody waits for it,
/// and one that is not taken is lost: telling must never stop who tells.
struct ServiceManager: Sendable {
    enum Notice: String {
        /// Connections are accepted.
        case ready = "READY=1"
        /// A new page was published: with `WatchdogSec=` a program that stops doing so is started anew.
        case alive = "WATCHDOG=1"
        case stopping = "STOPPING=1"
    }

    /// A path, or the name of an abstract socket after `@`.
    private let socketName: String

    /// Nil where nobody wants to be told.
    init?(environment: [String: String]) {
        guard let name = environment["NOTIFY_SOCKET"], name.hasPrefix("/") || name.hasPrefix("@") else { return nil }
        socketName = name
    }

    func tell(_ notice: Notice) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(socketName.utf8)
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // An abstract name ends where the address does; a path may end there too.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bytes = Array(notice.rawValue.utf8)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT), $0, length)
            }
        }
    }
}
