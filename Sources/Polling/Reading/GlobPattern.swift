/// A pattern over a whole text: `*` stands for any characters, `?` for one, everything else for itself.
public struct GlobPattern: Hashable, Sendable {
    public let text: String
    private let characters: [Character]

    public init(_ text: String) {
        self.text = text
        characters = Array(text)
    }

    public func matches(_ candidate: String) -> Bool {
        let candidate = Array(candidate)
        var position = 0
        var place = 0
        // Where to go on from when the text after a star did not fit: one character further.
        var retry: (position: Int, place: Int)?
        while position < candidate.count {
            if place < characters.count, characters[place] == "*" {
                retry = (position, place)
                place += 1
            } else if place < characters.count, characters[place] == "?" || characters[place] == candidate[position] {
                position += 1
                place += 1
            } else if let last = retry {
                retry = (last.position + 1, last.place)
                position = last.position + 1
                place = last.place + 1
            } else {
                return false
            }
        }
        return characters[place...].allSatisfy { $0 == "*" }
    }
}
