/// What somebody may have meant.
enum Suggestion {
    /// The candidate that is nearest to a misspelt name, if any is near.
    ///
    /// - Parameter separator: Between the parts of a name: the last part alone is often what is remembered.
    static func nearest(to name: String, among candidates: [String], separator: Character = ".") -> String? {
        func folded(_ text: String) -> String {
            String(text.lowercased().map { $0 == "_" ? "-" : $0 })
        }
        let name = folded(name)
        let ranked = candidates.map { (candidate: $0, distance: editDistance(name, folded($0))) }
        // Far from any short name and near to some long one: a third of the letters, three at most.
        if let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= min(3, name.count / 3) {
            return best.candidate
        }
        let lastPart = name.split(separator: separator).last.map(String.init) ?? name
        let sameEnd = candidates.filter { folded($0).split(separator: separator).last.map(String.init) == lastPart }
        if sameEnd.count == 1 { return sameEnd.first }
        let sameStart = candidates.filter { name.count >= 4 && folded($0).hasPrefix(name) }
        return sameStart.count == 1 ? sameStart.first : nil
    }

    /// How many letters have to be put in, left out, replaced or swapped with their neighbours.
    static func editDistance(_ left: String, _ right: String) -> Int {
        let left = Array(left)
        let right = Array(right)
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for (i, character) in left.enumerated() {
            var row = [i + 1]
            for (j, other) in right.enumerated() {
                var least = min(previous[j + 1] + 1, row[j] + 1, previous[j] + (character == other ? 0 : 1))
                if i > 0, j > 0, character == right[j - 1], left[i - 1] == other {
                    least = min(least, beforePrevious[j - 1] + 1)
                }
                row.append(least)
            }
            beforePrevious = previous
            previous = row
        }
        return previous[right.count]
    }
}
