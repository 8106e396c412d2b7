import Curl

extension AdminError.Reason {
    /// The reason that metrics name for a transfer that brought no answer.
    init(_ error: TransferError) {
        self =
            switch error.reason {
            case .timedOut: .timeout
            case .tls: .tls
            case .responseTooLarge: .tooLarge
            case .badResponse: .badResponse
            case .nameNotResolved, .proxyNotUsable, .connectionFailed, .connectionBroken, .invalidRequest, .cancelled,
                .shutDown, .libcurl:
                .connection
            }
    }
}
