import TestSupport

@testable import LiteLLMAdmin

extension Recording {
    /// What an answer means: the status first, as `type` lies, but for what LiteLLM says of its database.
    var expectedReason: AdminError.Reason? {
        let wordsOfOutage = ["reach database server", "All connection attempts failed", "no_db_connection"]
        if status != 200, wordsOfOutage.contains(where: body.contains) { return .databaseUnavailable }
        return switch status {
        case 200: nil
        case 401: .unauthorized
        case 403: .forbidden
        case 404: .notFound
        case 500: .serverError
        default: .badResponse
        }
    }
}
