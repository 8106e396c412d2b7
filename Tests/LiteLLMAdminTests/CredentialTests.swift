import Curl
import FoundationEssentials
import LiteLLMAdmin
import Testing

@Suite struct CredentialTests {
    private func withFile(_ contents: String?, _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID())").path()
        if let contents { try contents.write(toFile: path, atomically: true, encoding: .utf8) }
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test("a new key in the file is used at once, and a line break at its end is no part of it")
    func followsTheFile() throws {
        try withFile("sk-one\n") { path in
            let credential = Credential.file(path: path)
            #expect(try credential.secret().reveal() == "sk-one")
            try "  sk-two \r\n".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try credential.secret().reveal() == "sk-two")
        }
    }

    @Test("what is no key is refused without repeating it")
    func refusesWhatIsNoKey() throws {
        try withFile(nil) { path in
            #expect(throws: CredentialError.unreadable(path: path)) { try Credential.file(path: path).secret() }
        }
        // Written where its file is to be named.
        #expect(!"\(CredentialError.unreadable(path: "sk-canary"))".contains("canary"))
        #expect("\(CredentialError.unreadable(path: "/disk-1/key"))".contains("/disk-1/key"))
        try withFile(" \n") { path in
            #expect(throws: CredentialError.empty(path: path)) { try Credential.file(path: path).secret() }
        }
        for text in ["sk-canary sk-canary", "sk-canary\nsk-canary", "sk-cänary", "sk-canary\u{7}"] {
            try withFile(text) { path in
                let error = try #require(throws: CredentialError.self) { try Credential.file(path: path).secret() }
                #expect(error == .notAKey(path: path))
                #expect(!"\(error)".contains("canary"))
            }
        }
        #expect(throws: CredentialError.empty(path: nil)) { try Credential.fixed(Secret("")).secret() }
    }
}
