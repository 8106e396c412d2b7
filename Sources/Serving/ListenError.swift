import Glibc
import NIOCore

/// Why the server cannot listen.
public struct ListenError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case portIsTaken
        case addressIsForeign
        case notPermitted
        case hostIsUnknown
        /// Anything else that the system says.
        case other(String)
    }

    public let address: ListenAddress
    public let reason: Reason

    init(_ address: ListenAddress, _ error: any Error) {
        self.address = address
        reason =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE: .portIsTaken
            case EADDRNOTAVAIL, EAFNOSUPPORT: .addressIsForeign
            case EACCES, EPERM: .notPermitted
            case nil where error is SocketAddressError || error is SocketAddressError.UnknownHost: .hostIsUnknown
            default: .other("\(error)")
            }
    }
}

extension ListenError: CustomStringConvertible {
    /// One sentence that names the setting, its value and the mend.
    public var description: String {
        "--web.listen-address \(address): \(explanation)"
    }

    private var explanation: String {
        switch reason {
        case .portIsTaken: "another program listens there already; stop it or choose another port"
        case .addressIsForeign:
            "this machine has no such address; give one that it has, or :\(address.port) for all of them"
        case .notPermitted: "this user may not listen there; choose a port above 1023"
        case .hostIsUnknown: "the host name cannot be resolved; give an address, or :\(address.port) for all of them"
        case .other(let text): "cannot listen there; choose another address (\(text))"
        }
    }
}
