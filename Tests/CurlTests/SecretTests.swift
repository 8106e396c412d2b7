import Curl
import Testing

@Suite("Secret")
struct SecretTests {
    private let secret = Secret("canary-4711")

    @Test("No way of printing shows it")
    func redacted() {
        var dumped = ""
        dump([secret], to: &dumped)
        let header = HTTPClient.Header("X-Key", secret)
        let texts = [
            "\(secret)", String(reflecting: secret), String(describing: [secret]), dumped, "\(header)",
            String(reflecting: header), "\(HTTPClient.Proxy.url(secret))",
        ]
        for text in texts {
            #expect(!text.contains("4711"), "\(text)")
            #expect(text.contains("redacted") || text == dumped)
        }
    }

    @Test("It can be told from another, and be read")
    func value() {
        #expect(secret == Secret("canary-4711"))
        #expect(secret != Secret("canary-4712"))
        #expect(secret.reveal() == "canary-4711")
    }
}
