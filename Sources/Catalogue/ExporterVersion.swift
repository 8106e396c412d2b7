/// The program's version; the one place where it stands.
public enum ExporterVersion {
    public static let current = "0.1.0"
}
