extension Account {
    /// Everything about an account that becomes a label.
    public struct Identity: Hashable, Sendable {
        public var alias: String?
        public var teamID: String?
        public var organizationID: String?
        public var userID: String?
        /// Allow-listed metadata, scalars as text.
        public var metadata: [String: String]

        public init(
            alias: String? = nil, teamID: String? = nil, organizationID: String? = nil, userID: String? = nil,
            metadata: [String: String] = [:]
        ) {
            self.alias = alias
            self.teamID = teamID
            self.organizationID = organizationID
            self.userID = userID
            self.metadata = metadata
        }
    }
}
