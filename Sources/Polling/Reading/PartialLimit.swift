/// Which of an account's limits for a part of what it spends.
enum PartialLimit: Hashable, Sendable {
    case model(String)
    case window(duration: String)
}
