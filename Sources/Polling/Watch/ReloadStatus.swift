public import Threading

/// How reading something anew went the last time. The reading at the start counts as one.
public struct ReloadStatus: Hashable, Sendable {
    public private(set) var isSuccessful: Bool
    public let succeededAt: Timestamp

    public init(succeededAt: Timestamp) {
        isSuccessful = true
        self.succeededAt = succeededAt
    }

    /// After a reading that could not be taken.
    public var failed: ReloadStatus {
        var status = self
        status.isSuccessful = false
        return status
    }
}
