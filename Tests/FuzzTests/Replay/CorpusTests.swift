import FoundationEssentials
import TestSupport
import Testing

@Suite("Corpora of the fuzz targets", .timeLimit(.minutes(10))) struct CorpusTests {
    @Test("What is kept breaks no promise", arguments: FuzzTarget.allCases)
    func replay(target: FuzzTarget) async throws {
        let files = try Corpus(of: target).files
        #expect(files.count >= 5, "\(target) has hardly a corpus")
        for (name, bytes) in files {
            await #expect(throws: Never.self, "Tests/Corpora/\(target)/\(name)") { try await target.run(on: bytes) }
        }
    }

    @Test("Nor does what is damaged of it", arguments: FuzzTarget.allCases)
    func mutations(target: FuzzTarget) async throws {
        var mutation = Mutation(generator: SplitMix64(seed: 11))
        for (name, bytes) in try Corpus(of: target).files {
            for number in 0..<target.mutationsOfEach {
                let mutated = mutation.mutated(bytes)
                await #expect(
                    throws: Never.self, "mutation \(number) of \(name), base 64: \(Data(mutated).base64EncodedString())"
                ) {
                    try await target.run(on: mutated)
                }
            }
        }
    }
}

extension FuzzTarget {
    /// As many as take a second or two.
    fileprivate var mutationsOfEach: Int {
        switch self {
        case .answers, .headers, .webConfiguration, .settings, .ledger: 20
        case .stateFile, .pages: 2
        }
    }
}
