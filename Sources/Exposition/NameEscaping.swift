/// How names with other than letters, digits, underscores and colons are written, where client and server agree on it.
///
/// No such name occurs here, so that each of these schemes gives the same page. Prometheus knows one more, `dots`, which
/// doubles the underscores of every name, and which is therefore not served.
public enum NameEscaping: String, Sendable, CaseIterable {
    case underscores
    case values
    case allowUTF8 = "allow-utf-8"
}
