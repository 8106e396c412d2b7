@testable import Commands
@testable import Serving

/// A web configuration is read, or refused in one line that names the file; what holds hashes does not print them.
struct WebConfigurationBody {
    private let text: String

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    func run() throws {
        let configuration: WebConfiguration
        do throws(SettingError) {
            configuration = try WebConfigurationReader.configuration(text, path: "web.yml")
        } catch {
            return try BrokenPromise.unlessOneLine(error, about: "web.yml")
        }
        var printed = "\(configuration)"
        dump(configuration, to: &printed)
        for hash in configuration.users.values {
            // Elsewhere in the file it may stand as something that is no secret.
            let text = String(decoding: hash.bytes, as: UTF8.self)
            let isSaidElsewhere = self.text.ranges(of: text).count > 1
            try BrokenPromise.unless(isSaidElsewhere || !printed.contains(text), "a hash is printed")
            try BrokenPromise.unless((4...BcryptHash.highestCost).contains(hash.cost), "a hash costs \(hash.cost)")
        }
        for (name, value) in configuration.headers {
            try BrokenPromise.unless(value.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(name) is \(value)")
        }
        if let limit = configuration.rateLimit {
            try BrokenPromise.unless(limit.interval > .zero && limit.burst > 0, "a rate limit lets nobody in")
        }
        let again = try WebConfigurationReader.configuration(text, path: "web.yml")
        try BrokenPromise.unless(
            again.remarks == configuration.remarks && again.users == configuration.users, "read twice, it differs")
    }
}
