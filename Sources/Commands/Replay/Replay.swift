import Glibc

/// `replay`: what the exporter would have told of observations that somebody recorded. Reads nothing but them.
struct Replay {
    private let settings: Settings.Replay

    init(_ resolved: ResolvedSettings) {
        settings = resolved.settings.replay
    }

    func run() throws -> ExitCode {
        guard let path = settings.file else { throw SettingError(Command.replay.rawValue, .fileMissing) }
        // Who needs no more lines, as `head` does, closes the pipe; that is to be seen where it is written to.
        signal(SIGPIPE, SIG_IGN)
        do throws(InputFile.Unreadable) {
            return path == "-"
                ? try Self.replay(.standardInput, name: "standard input")
                : try Self.replay(InputFile(path, .waits), name: path)
        } catch {
            throw SettingError(Command.replay.rawValue, .unreadableFile(error.description))
        }
    }

    private static func replay(_ file: consuming InputFile, name: String) throws(InputFile.Unreadable) -> ExitCode {
        var replayer = Replayer(name: name)
        var piece = [UInt8](repeating: 0, count: 1 << 17)
        var hasEnded = false
        while !hasEnded {
            let count = try file.read(into: &piece)
            if count > 0 { replayer.take(piece[..<count]) } else { replayer.finish() }
            hasEnded = count == 0
            _ = try? StandardStream.error.write(replayer.errors)
            do throws(StandardStream.Refusal) {
                try StandardStream.output.write(replayer.output)
            } catch {
                if error == .readerIsGone { break }
                StandardStream.error.print("the answers could not be written to standard output; is its disk full?")
                return .failure
            }
            replayer.clear()
        }
        return replayer.isFlawless ? .success : .failure
    }
}
