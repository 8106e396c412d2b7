/// How many accounts a sweep saw, and what was news of them.
package struct SweepTally: Hashable, Sendable {
    var seen = 0
    /// Of those seen: not known before.
    var new = 0
    /// Of those seen: known before, and not like this.
    var changed = 0
    var gone = 0

    package static func += (left: inout SweepTally, right: SweepTally) {
        left.seen += right.seen
        left.new += right.new
        left.changed += right.changed
        left.gone += right.gone
    }
}
