import Glibc

/// Whom costly attempts are counted for: an IPv4 address, or the network of 64 bits that an IPv6 address is in, as one host
/// may use all addresses of its own.
struct ClientOrigin: Hashable, Sendable {
    private let text: String
    /// The leading bytes of an IPv6 address; empty for what is none.
    private let network: [UInt8]

    init(address: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let isIPv6 = inet_pton(AF_INET6, address, &bytes) == 1
        // On a socket for both, IPv4 addresses come as ones of IPv6 that all have the same network.
        let isIPv4 = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        network = isIPv6 ? Array(isIPv4 ? bytes[...] : bytes[..<8]) : []
        text = isIPv6 ? "" : address
    }
}
