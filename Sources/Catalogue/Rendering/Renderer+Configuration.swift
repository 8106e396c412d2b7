import Exposition

extension Renderer {
    /// How accounts are named on the page.
    public struct Configuration: Sendable {
        /// Under which label LiteLLM's own names carry a team's id: the documented one, the one of its newer code, or both.
        public enum TeamLabel: String, CaseIterable, Sendable {
            case teamID = "team_id"
            case team
            case both
        }

        /// Whether LiteLLM's own metric names are shown beside ours.
        public var showsLiteLLMNames = true
        public var teamLabel: TeamLabel = .teamID
        /// How many digits of a key's hash are shown, 16 to 64; keys that would then look the same keep all.
        public var keyHashLength = 64
        /// Whether ids of users and customers that contain `@` are shown as they are, and not by a hash.
        public var showsEmailAddresses = false
        /// How many digits of such a hash are shown; those that would then look the same keep all. Less in tests only.
        var userHashLength = 16
        /// The members of metadata that become labels.
        public private(set) var metadataLabels: [MetadataLabel] = []

        public init() {}

        /// Shows these members of metadata as labels `metadata_<name>`.
        public mutating func showMetadata(_ members: [String]) throws(MetadataLabelError) {
            var labels: [MetadataLabel] = []
            for member in members {
                let label = try MetadataLabel(member)
                if let other = labels.first(where: { $0.name == label.name }) {
                    throw .sameLabel(other.member, member, label: label.name)
                }
                labels.append(label)
            }
            metadataLabels = labels
        }
    }
}

/// A member of accounts' metadata that is shown as a label.
public struct MetadataLabel: Hashable, Sendable {
    public let member: String
    /// `metadata_` and the member's name, in which what no label may hold is an underscore.
    public let name: String

    init(_ member: String) throws(MetadataLabelError) {
        guard !member.isEmpty, member.utf8.count <= 64 else { throw .noName(member) }
        self.member = member
        name = "metadata_" + member.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
    }
}

/// Why members of metadata cannot be labels.
public enum MetadataLabelError: Error, Hashable, Sendable, CustomStringConvertible {
    case noName(String)
    case sameLabel(String, String, label: String)

    public var description: String {
        switch self {
        case .noName(let member): "\(member.debugDescription) is no name of 1 to 64 bytes"
        case .sameLabel(let first, let second, let label):
            "\(first.debugDescription) and \(second.debugDescription) would both become the label \(label); leave one out"
        }
    }
}
