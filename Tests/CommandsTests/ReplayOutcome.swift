@testable import Commands

/// What `replay` makes of an input.
struct ReplayOutcome: Equatable {
    var output: String
    var errors: [String]
    var isFlawless: Bool

    init(output: String, errors: [String], isFlawless: Bool) {
        self.output = output
        self.errors = errors
        self.isFlawless = isFlawless
    }

    /// - Parameter pieceLength: How many bytes are read at a time.
    init(_ input: some Sequence<UInt8>, pieceLength: Int = 1 << 16) {
        var replayer = Replayer(name: "looks.jsonl")
        var rest = Array(input)[...]
        while !rest.isEmpty {
            replayer.take(rest.prefix(pieceLength))
            rest = rest.dropFirst(pieceLength)
        }
        replayer.finish()
        output = String(decoding: replayer.output, as: UTF8.self)
        errors = String(decoding: replayer.errors, as: UTF8.self).split(separator: "\n").map(String.init)
        isFlawless = replayer.isFlawless
    }
}
