#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

enum StandardOutput {
    /// Prints at once, also where the output is a pipe, which would otherwise hold short text back.
    static func write(_ text: String) {
        print(text)
        fflush(nil)
    }
}
