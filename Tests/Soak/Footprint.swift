import CMalloc
import FoundationEssentials
import Glibc

/// What this process holds.
struct Footprint: CustomStringConvertible {
    /// Bytes that were asked of the allocator and not given back.
    var heapBytes: Double
    var residentBytes: Double
    var descriptors: Double

    static let measures: [(name: String, value: @Sendable (Footprint) -> Double)] = [
        ("heap in use", \.heapBytes), ("resident set", \.residentBytes), ("descriptors", \.descriptors),
    ]

    static func current() -> Footprint {
        let heap = mallinfo2()
        let pages = (FileManager.default.contents(atPath: "/proc/self/statm") ?? Data())
            .split(separator: UInt8(ascii: " ")).dropFirst().first.flatMap {
                Double(String(decoding: $0, as: UTF8.self))
            }
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
        return Footprint(
            heapBytes: Double(heap.uordblks + heap.hblkhd),
            residentBytes: (pages ?? .nan) * Double(sysconf(Int32(_SC_PAGESIZE))), descriptors: Double(descriptors))
    }

    static func mean(of footprints: ArraySlice<Footprint>) -> Footprint {
        func mean(_ value: (Footprint) -> Double) -> Double {
            footprints.reduce(0) { $0 + value($1) } / Double(footprints.count)
        }
        return Footprint(
            heapBytes: mean(\.heapBytes), residentBytes: mean(\.residentBytes), descriptors: mean(\.descriptors))
    }

    static func least(of footprints: ArraySlice<Footprint>) -> Footprint {
        func least(_ value: (Footprint) -> Double) -> Double { footprints.map(value).min() ?? .nan }
        return Footprint(
            heapBytes: least(\.heapBytes), residentBytes: least(\.residentBytes), descriptors: least(\.descriptors))
    }

    var description: String {
        "heap \(Int(heapBytes / 1024)) KiB, resident \(Int(residentBytes / 1024)) KiB, "
            + "\(Int((descriptors * 10).rounded()) / 10) descriptors"
    }
}
