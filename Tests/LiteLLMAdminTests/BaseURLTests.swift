import LiteLLMAdmin
import Testing

@Suite struct BaseURLTests {
    @Test(
        "takes addresses as people write them",
        arguments: [
            ("http://litellm:4000", "http://litellm:4000"), ("HTTPS://LiteLLM.example/", "https://LiteLLM.example"),
            ("http://[::1]:4000/proxy/", "http://[::1]:4000/proxy"), ("http://10.0.0.1", "http://10.0.0.1"),
            ("https://host/a/b//", "https://host/a/b"), ("http://host/%C3%A9", "http://host/%C3%A9"),
        ])
    func takes(text: String, url: String) throws {
        #expect(try BaseURL(text).description == url)
    }

    @Test(
        "refuses what is no base address, and says why",
        arguments: [
            ("", .schemeMissing), ("litellm:4000", .schemeMissing), ("ftp://host", .schemeUnsupported),
            ("file:///etc/passwd", .schemeUnsupported), ("http://", .hostInvalid), ("http://:4000", .hostInvalid),
            ("http://host:port", .hostInvalid), ("http://host:70000", .hostInvalid), ("http://host:", .hostInvalid),
            ("http://host:+80", .hostInvalid), ("http://ho st", .hostInvalid), ("http://[::1", .hostInvalid),
            ("http://user:secret@host", .credentialsNotAllowed), ("http://sk-1@host", .credentialsNotAllowed),
            ("http://host?x=1", .queryNotAllowed), ("http://host/#a", .queryNotAllowed),
            ("http://host/a b", .pathInvalid),
            ("http://host/é", .pathInvalid),
        ] as [(String, BaseURLError)])
    func refuses(text: String, error: BaseURLError) {
        #expect(throws: error) { try BaseURL(text) }
    }

    @Test(
        "knows its own machine",
        arguments: [
            ("http://localhost:4000", true), ("http://127.0.0.1", true), ("http://[::1]:4000/x", true),
            ("http://localhost.example", false), ("http://127.0.0.1.example", false), ("http://[::2]", false),
            ("http://litellm", false),
        ])
    func knowsLoopback(text: String, isLoopback: Bool) throws {
        #expect(try BaseURL(text).isLoopback == isLoopback)
    }

    @Test("an error never repeats the text, as it may hold a password")
    func keepsSecrets() {
        do {
            _ = try BaseURL("http://user:canary@host")
            Issue.record("it was taken")
        } catch {
            #expect(!"\(error)".contains("canary"))
        }
    }
}
