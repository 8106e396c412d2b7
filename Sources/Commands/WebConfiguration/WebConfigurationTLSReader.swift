import NIOSSL
import Serving

/// Reads what a web configuration file says about connections.
struct WebConfigurationTLSReader {
    let entries: WebConfigurationEntries
    let certificate: WebConfiguration.PEM
    let key: WebConfiguration.PEM
    let clientAuthorities: WebConfiguration.PEM?

    private static let versions: [String: TLSVersion] = [
        "TLS10": .tlsv1, "TLS11": .tlsv11, "TLS12": .tlsv12, "TLS13": .tlsv13,
    ]
    private static let curves: [String: NIOTLSCurve] = [
        "CurveP256": .secp256r1, "CurveP384": .secp384r1, "CurveP521": .secp521r1, "X25519": .x25519,
        "X25519MLKEM768": .x25519_MLKEM768,
    ]
    private static let suites: [String: NIOTLSCipher] = [
        "TLS_RSA_WITH_AES_128_CBC_SHA": .TLS_RSA_WITH_AES_128_CBC_SHA,
        "TLS_RSA_WITH_AES_256_CBC_SHA": .TLS_RSA_WITH_AES_256_CBC_SHA,
        "TLS_RSA_WITH_AES_128_GCM_SHA256": .TLS_RSA_WITH_AES_128_GCM_SHA256,
        "TLS_RSA_WITH_AES_256_GCM_SHA384": .TLS_RSA_WITH_AES_256_GCM_SHA384,
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA": .TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA": .TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA,
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA": .TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA": .TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA,
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256": .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384": .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256": .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384": .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256": .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ]
    private static let suitesOfVersion13: Set = [
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
    ]

    /// - Returns: The terms, and what in them has no effect or most likely is not meant.
    func read() throws(SettingError) -> (WebConfiguration.TLS, remarks: [String]) {
        var tls = WebConfiguration.TLS(certificate: certificate, key: key)
        var remarks: [String] = []
        tls.clientAuthorities = clientAuthorities
        tls.clientPolicy = try entries.value(.clientPolicy, Self.policy) ?? .none
        tls.allowedClientNames = Set(try entries.list(.allowedClientNames) { $0 })
        tls.minimumVersion = try entries.value(.minimumVersion, Self.version) ?? tls.minimumVersion
        tls.maximumVersion = try entries.value(.maximumVersion, Self.version) ?? tls.maximumVersion
        let curves = try entries.list(.curves) { text throws(UnusableValue) in
            try Self.named(text, in: Self.curves, "a curve")
        }
        tls.curves = curves.isEmpty ? nil : curves
        let suites = try entries.list(.cipherSuites) { text throws(UnusableValue) in
            Self.suitesOfVersion13.contains(text) ? nil : try Self.named(text, in: Self.suites, "a cipher suite")
        }
        let choosable = suites.compactMap { $0 }
        tls.cipherSuites = choosable.isEmpty ? nil : choosable
        if choosable.count < suites.count, let place = entries.place(of: .cipherSuites) {
            guard !choosable.isEmpty else {
                throw SettingError(
                    place,
                    .unusable(UnusableValue("names suites of TLS 1.3 only; leave it out, and set min_version: TLS13")))
            }
            remarks.append("\(place): the suites of TLS 1.3 are not chosen from; all of them are offered")
        }
        try check(tls)
        if let place = entries.placeIfEmpty(.allowedClientNames) {
            remarks.append("\(place): names nobody, so that any certificate will do that is accepted otherwise")
        }
        if let place = entries.placeIfEmpty(.clientPolicy) {
            remarks.append("\(place): is empty, so that clients are asked for no certificate")
        }
        if [.verifyIfGiven, .requireAndVerify].contains(tls.clientPolicy), clientAuthorities == nil,
            let place = entries.place(of: .clientPolicy)
        {
            remarks.append(
                "\(place): without client_ca_file any certificate will do that a public authority signed")
        }
        return (tls, remarks)
    }

    private func check(_ tls: WebConfiguration.TLS) throws(SettingError) {
        func refuse(_ key: WebConfigurationKey, _ sentence: String) -> SettingError {
            SettingError(
                entries.place(of: key) ?? "\(entries.path): \(key.rawValue)", .unusable(UnusableValue(sentence)))
        }
        if let authorities = clientAuthorities, tls.clientPolicy == .none {
            throw SettingError(
                authorities.place,
                .unusable(
                    UnusableValue("has no effect without client_auth_type; set that to RequireAndVerifyClientCert")))
        }
        if entries.place(of: .allowedClientNames) != nil, ![.requireAny, .requireAndVerify].contains(tls.clientPolicy) {
            throw refuse(
                .allowedClientNames,
                "needs client_auth_type RequireAndVerifyClientCert; with another, clients may come without a certificate"
            )
        }
        let order: [TLSVersion] = [.tlsv1, .tlsv11, .tlsv12, .tlsv13]
        if let least = order.firstIndex(of: tls.minimumVersion), let most = order.firstIndex(of: tls.maximumVersion),
            least > most
        {
            let key: WebConfigurationKey =
                entries.place(of: .maximumVersion) == nil ? .minimumVersion : .maximumVersion
            throw refuse(key, "leaves no version between min_version and max_version")
        }
    }

    private static func policy(_ text: String) throws(UnusableValue) -> WebConfiguration.ClientPolicy {
        // The name that the toolkit had for it first.
        if text == "RequireClientCert" { return .requireAny }
        return try SettingFormat<WebConfiguration.ClientPolicy>.choice.read(text)
    }

    private static func version(_ text: String) throws(UnusableValue) -> TLSVersion {
        try named(text, in: versions, "a version of TLS")
    }

    private static func named<Value>(
        _ text: String, in values: [String: Value], _ what: String
    ) throws(UnusableValue) -> Value {
        guard let value = values[text] else {
            throw UnusableValue(
                text, "is not \(what) that is known here; there are \(values.keys.sorted().joined(separator: ", "))")
        }
        return value
    }
}
