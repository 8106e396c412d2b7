import Serving
import Testing

@testable import Serving

@Suite struct BcryptHashTests {
    @Test(
        "passwords are checked as other programs do",
        arguments: [
            // Of the test vectors of crypt_blowfish.
            ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U", true),
            ("$2y$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", "U*U*", true),
            ("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U*", false),
            ("$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.", "wonderland", true),
            ("$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.", "Wonderland", false),
            ("$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.", "", false),
            // What comes behind a zero counts, and nothing is cut off there.
            ("$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.", "wonderland\0", false),
            ("$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.", "wonderland\0x", false),
            // A salt in another form than its canonical one, as other programs write it.
            ("$2b$04$JD/7pETG9buzOEi./XX3gf/qUztYTeVGDILo3kPH.cJxewDh6WwK.", "wonderland", true),
            ("$2b$04$JD/7pETG9buzOEi./XX3gf/qUztYTeVGDILo3kPH.cJxewDh6WwK.", "wonderlanD", false),
            // Of a password only 72 bytes count.
            ("$2b$04$JD/7pETG9buzOEi./XX3gesJ/oj/aZCXF9nKl87oD64auk.JceMaq", String(repeating: "x", count: 72), true),
            ("$2b$04$JD/7pETG9buzOEi./XX3gesJ/oj/aZCXF9nKl87oD64auk.JceMaq", String(repeating: "x", count: 600), true),
            ("$2b$04$JD/7pETG9buzOEi./XX3gesJ/oj/aZCXF9nKl87oD64auk.JceMaq", String(repeating: "x", count: 71), false),
        ])
    func passwords(hash: String, password: String, matches: Bool) throws {
        #expect(try BcryptHash(hash).matches(Array(password.utf8)) == matches)
    }

    @Test(
        "what is no hash is refused, without repeating it",
        arguments: [
            "", "wonderland", "$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK",
            "$2b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK..",
            "$2x$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.",
            "$1b$04$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.",
            "$2b$03$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.",
            "$2b$+4$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.",
            "$2b$04$JD/7pETG9buzOEi.:XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK.",
            "$6$rounds=5000$saltsalt$abcdefghijklmnopqrstuvwxyz0123456789",
        ])
    func malformed(text: String) {
        #expect(throws: BcryptHash.Malformed.notBcrypt) { try BcryptHash(text) }
        #expect(!"\(BcryptHash.Malformed.notBcrypt)".contains("wonderland"))
    }

    @Test("a cost with which one login would block all others is refused")
    func cost() throws {
        let digits = "$JD/7pETG9buzOEi./XX3ge/qUztYTeVGDILo3kPH.cJxewDh6WwK."
        #expect(try BcryptHash("$2b$15" + digits).cost == 15)
        #expect(throws: BcryptHash.Malformed.tooCostly(16)) { try BcryptHash("$2b$16" + digits) }
        #expect(throws: BcryptHash.Malformed.tooCostly(31)) { try BcryptHash("$2b$31" + digits) }
    }
}
