import Glibc
import TestSupport
import Testing

@testable import Commands

@Suite("The stream of the log", .timeLimit(.minutes(10))) struct LogStreamTests {
    /// A pipe, and what is read from it.
    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(pipe(&ends) == 0)
            (reading, writing) = (ends[0], ends[1])
            // The end that the log has stays as it was inherited: it blocks.
            try #require(fcntl(reading, F_SETFL, O_NONBLOCK) == 0)
        }

        func readAll() -> String {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while case let count = read(reading, &buffer, buffer.count), count > 0 { bytes += buffer.prefix(count) }
            return String(decoding: bytes, as: UTF8.self)
        }

        func close() {
            Glibc.close(reading)
            Glibc.close(writing)
        }
    }

    private static func notice(_ lostLines: Int) -> String { "lost: \(lostLines)\n" }

    @Test("A reader that stalls stops nobody, and is told how many lines it missed")
    func stalledReader() throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let stream = LogStream(descriptor: pipe.writing)
        let line = String(repeating: "x", count: 99) + "\n"
        for _ in 0..<2000 { stream.write(line, notice: Self.notice) }
        let read = pipe.readAll().split(separator: "\n")
        #expect(read.allSatisfy { $0.count == 99 })
        #expect((500...700).contains(read.count), "what a pipe holds")
        stream.write("next\n", notice: Self.notice)
        #expect(pipe.readAll() == "lost: \(2000 - read.count)\nnext\n")
        stream.write("after\n", notice: Self.notice)
        #expect(pipe.readAll() == "after\n")
    }

    @Test("A long line of which only the beginning was taken is ended before the next")
    func longLine() throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let stream = LogStream(descriptor: pipe.writing)
        stream.write(String(repeating: "x", count: 100_000) + "\n", notice: Self.notice)
        let beginning = pipe.readAll()
        #expect(beginning.count < 100_000 && beginning.allSatisfy { $0 == "x" })
        stream.write("next\n", notice: Self.notice)
        #expect(pipe.readAll() == "\nlost: 1\nnext\n")
    }

    @Test("Nothing is lost where somebody reads")
    func attentiveReader() throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let stream = LogStream(descriptor: pipe.writing)
        for number in 0..<2000 {
            stream.write("line \(number)\n", notice: Self.notice)
            #expect(pipe.readAll() == "line \(number)\n")
        }
    }
}
