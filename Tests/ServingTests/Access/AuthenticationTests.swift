import FoundationEssentials
import Testing
import Threading

@testable import Serving

@Suite(.timeLimit(.minutes(10))) struct AuthenticationTests {
    private static let token = "0123456789abcdef0123456789abcdef"

    private static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test(
        "a request is let in by a user's password or a token, in exactly the form that the standards give",
        arguments: [
            ([], .missing),
            (["Basic " + encoded("alice:wonderland")], .granted),
            (["basic  " + encoded("alice:wonderland")], .granted),
            (["Basic " + encoded("alice:wonderlan")], .refused),
            (["Basic " + encoded("alice:wonderland ")], .refused),
            (["Basic " + encoded("alice:")], .refused),
            (["Basic " + encoded("alice")], .refused),
            (["Basic " + encoded(":")], .refused),
            (["Basic " + encoded("Alice:wonderland")], .refused),
            (["Basic alice:wonderland"], .refused),
            (["Basic "], .refused),
            (["Basic"], .refused),
            (["Bearer \(token)"], .granted),
            (["bearer \(token)"], .granted),
            (["Bearer \(token.dropLast())"], .refused),
            (["Bearer \(token)0"], .refused),
            (["Bearer \(token.dropLast())0"], .refused),
            (["Bearer 1\(token.dropFirst())"], .refused),
            (["Bearer ffffffffffffffffffffffffffffffff"], .granted),
            (["Bearer "], .refused),
            (["Bearer # the second"], .refused),
            ([token], .refused),
            (["Digest \(token)"], .refused),
            (["Basic " + encoded("alice:wonderland"), "Bearer \(token)"], .refused),
        ] as [([String], Authentication.Verdict)])
    func verdicts(fields: [String], verdict: Authentication.Verdict) async throws {
        let tokens = try BearerTokens("\(Self.token)\n\n# the second\n  ffffffffffffffffffffffffffffffff  \r\n")
        let authentication = Authentication(users: ["alice": .alice], tokens: tokens, checks: PasswordChecks())
        #expect(await authentication.verdict(on: fields, from: "a") == verdict)
    }

    @Test("the challenge names what can be shown")
    func challenges() throws {
        let tokens = try BearerTokens(Self.token)
        let checks = PasswordChecks()
        let basic = "Basic realm=\"litellm-budget-exporter\", charset=\"UTF-8\""
        for (users, tokens, challenge) in [
            (["alice": .alice], nil, basic), ([:], tokens, "Bearer"),
            (["alice": .alice], tokens, basic + ", Bearer"),
        ] as [(Users, BearerTokens?, String)] {
            #expect(Authentication(users: users, tokens: tokens, checks: checks).challenge == challenge)
        }
    }

    @Test("with tokens alone no password is checked, and with users alone no token lets in")
    func oneOfBoth() async throws {
        let counted = Locked(0)
        let checks = PasswordChecks { _, _ in
            counted.withLock { $0 += 1 }
            return true
        }
        let tokensOnly = Authentication(users: [:], tokens: try BearerTokens(Self.token), checks: checks)
        #expect(await tokensOnly.verdict(on: ["Basic " + Self.encoded("a:b")], from: "a") == .refused)
        #expect(counted.withLock { $0 } == 0)
        let usersOnly = Authentication(users: ["alice": .alice], tokens: nil, checks: checks)
        #expect(await usersOnly.verdict(on: ["Bearer \(Self.token)"], from: "a") == .refused)
        #expect(counted.withLock { $0 } == 0)
    }

    @Test(
        "a file of tokens that would let in too many, or nobody, is refused without repeating it",
        arguments: [
            ("", .empty), ("\n# nothing\n", .empty), ("short-secret", .tooShort(line: 1)),
            ("0123456789abcdef\ntwo words in this", .notAToken(line: 2)), ("0123456789abcdé0", .notAToken(line: 1)),
        ] as [(String, BearerTokens.Malformed)])
    func badTokens(text: String, problem: BearerTokens.Malformed) {
        #expect(throws: problem) { try BearerTokens(text) }
        #expect(!"\(problem)".contains("secret") && !"\(problem)".contains("two"))
    }

    @Test("nothing is equal to a part of it")
    func constantTime() {
        #expect(ConstantTime.areEqual([], []))
        #expect(ConstantTime.areEqual([1, 2], [1, 2]))
        for other: [UInt8] in [[], [1], [1, 3], [3, 2], [2, 1], [1, 2, 0]] {
            #expect(!ConstantTime.areEqual([1, 2], other), "\(other)")
        }
    }
}
