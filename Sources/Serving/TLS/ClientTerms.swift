import NIOSSL

/// What is asked of clients: a version of TLS, and a certificate.
struct ClientTerms: Sendable {
    let policy: WebConfiguration.ClientPolicy
    /// Names of which a certificate must have one; empty for any.
    let allowedNames: Set<String>
    /// Whether the system's authorities do not count.
    let hasAuthorities: Bool
    let minimumVersion: TLSVersion

    init(_ tls: WebConfiguration.TLS) {
        policy = tls.clientPolicy
        allowedNames = tls.allowedClientNames
        hasAuthorities = tls.clientAuthorities != nil
        minimumVersion = tls.minimumVersion
    }

    /// What these terms leave out that others asked for, as a file does that was cut off; nil when they are as strict.
    func lapse(since previous: ClientTerms) -> WebConfigurationError.Problem? {
        if policy.strictness < previous.policy.strictness {
            .clientPolicyWeakened(from: previous.policy, to: policy)
        } else if previous.hasAuthorities, !hasAuthorities {
            .clientAuthoritiesDropped
        } else if !previous.allowedNames.isEmpty, allowedNames.isEmpty {
            .allowedClientNamesDropped
        } else if minimumVersion.age > previous.minimumVersion.age {
            .minimumVersionLowered
        } else {
            nil
        }
    }
}

extension WebConfiguration.ClientPolicy {
    /// Whether a certificate that is shown has to be signed and in force.
    var isVerifying: Bool { self == .verifyIfGiven || self == .requireAndVerify }

    /// A certificate that anybody can make is more than none.
    fileprivate var strictness: Int {
        switch self {
        case .none: 0
        case .request: 1
        case .verifyIfGiven: 2
        case .requireAny: 3
        case .requireAndVerify: 4
        }
    }
}

extension TLSVersion {
    /// How many versions there are after it.
    fileprivate var age: Int {
        switch self {
        case .tlsv1: 3
        case .tlsv11: 2
        case .tlsv12: 1
        case .tlsv13: 0
        }
    }
}
