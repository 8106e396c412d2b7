import Curl
import Exposition
import FoundationEssentials
import Threading

@testable import LiteLLMAdmin
@testable import Serving

/// The same text as the value of each header that is read.
struct HeadersBody {
    private static let token = "0123456789abcdef"
    private let text: String

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    func run() async throws {
        try checkNegotiation()
        try await checkAuthorization()
        try checkTokens()
        try checkDates()
        try checkErrors()
    }

    /// What is answered in is what would be answered to whoever asks for just that.
    private func checkNegotiation() throws {
        let format = AcceptHeader([text]).preferredFormat
        let again = AcceptHeader([format.contentType]).preferredFormat
        try BrokenPromise.unless(format == again, "\(format.contentType) is answered with \(again.contentType)")
        let fields = text.split(separator: "\n").map(String.init)
        _ = AcceptHeader(fields).preferredFormat
        _ = ContentEncoding(accepting: fields)
        let refusing = ContentEncoding(accepting: ["gzip;q=0, x-gzip;q=0", text])
        try BrokenPromise.unless(refusing == .identity, "gzip is refused first, and answered in")
    }

    private func checkAuthorization() async throws {
        let authentication = Authentication(
            users: Users([:]), tokens: try BearerTokens(Self.token), checks: PasswordChecks())
        let verdict = await authentication.verdict(on: [text], from: "127.0.0.1")
        let scheme = "bearer "
        let isRight =
            String(text.prefix(scheme.count)).lowercased() == scheme
            && text.utf8.dropFirst(scheme.utf8.count).drop { $0 == 0x20 }.elementsEqual(Self.token.utf8)
        try BrokenPromise.unless(
            verdict == (isRight ? .granted : .refused), "\(verdict) \(isRight ? "with" : "without") the token")
        try BrokenPromise.unless(
            await authentication.verdict(on: [text, text], from: "127.0.0.1") == .refused, "two fields are taken")
        if let login = Login(basic: text[...]) {
            let written = Data(login.user.utf8 + [UInt8(ascii: ":")] + login.password).base64EncodedString()
            let again = Login(basic: written[...])
            try BrokenPromise.unless(
                again.map { $0.user.utf8.elementsEqual(login.user.utf8) && $0.password == login.password } == true,
                "a login is not read again as it was")
        }
    }

    private func checkTokens() throws {
        guard let tokens = try? BearerTokens(text) else { return }
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            let token = String(decoding: line.filter { $0 > 0x20 }, as: UTF8.self)
            try BrokenPromise.unless(
                token.isEmpty || token.hasPrefix("#") || tokens.contain(token[...]),
                "a token of the file lets nobody in")
        }
        try BrokenPromise.unless(!tokens.contain(""), "no token lets in")
    }

    /// What is read from a date is written so that it is read again, to the second.
    private func checkDates() throws {
        for time in [Timestamp(httpDate: text), Timestamp(rfc3339: text)] {
            guard let time else { continue }
            try BrokenPromise.unless(time.unixSeconds.isFinite, "a date is \(time.unixSeconds)")
            let again = Timestamp(rfc3339: time.description)
            let isInRange = (-62_135_596_800..<253_402_300_800).contains(time.unixSeconds)
            try BrokenPromise.unless(
                !isInRange || again?.unixSeconds == time.unixSeconds.rounded(.down),
                "\(time.unixSeconds) is written as \(time), which is not read again so")
        }
    }

    private func checkErrors() throws {
        let error = AdminError(
            .teamList,
            HTTPClient.Response(status: 302, headers: [("Retry-After", text), ("Location", text)]))
        try BrokenPromise.unless(
            error.retryAfter ?? .zero >= .zero, "to be left alone for \(error.retryAfter ?? .zero)")
        try BrokenPromise.unless(
            error.explanation.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && error.explanation.utf8.count < 400,
            "the target of a redirect is said as \(error.explanation)")
        _ = try? BaseURL(text)
    }
}
