import TestSupport

/// Takes pictures of pages.
enum Browser {
    static let program = ["chromium", "chromium-browser", "google-chrome"].first(where: ChildProcess.isInstalled)

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameters:
    ///   - page: The path of an HTML file.
    ///   - picture: The path of the PNG file that is written.
    static func take(_ picture: String, of page: String, width: Int, height: Int) async throws {
        guard let program else { throw Failure(description: "no Chromium is installed") }
        try await ScratchFolder.with { profile in
            let outcome = try await ChildProcess.run(
                program,
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                    "--user-data-dir=\(profile.path)", "--force-device-scale-factor=1",
                    "--window-size=\(width),\(height)",
                    "--screenshot=\(picture)", "file://\(page)",
                ])
            guard outcome.status == 0 else { throw Failure(description: outcome.output) }
        }
    }
}
